<?php

declare(strict_types=1);

namespace Touchline\WP\Admin\View;

use Touchline\WP\Links\Desk;
use Touchline\WP\Links\Link;
use Touchline\WP\Links\Links as Kept;
use Touchline\WP\Links\Utm;

/** The form that makes a short link, or changes one. */
final class LinkForm
{
    /** As many pages and products as the field for the address offers. */
    private const OFFERED = 100;

    /** @param ?Link $link the one that is changed; null: a new one */
    public static function render(?Link $link, string $back, bool $open): void
    {
        $problems = Desk::problems();
        $shown = Desk::typed() ?? $link ?? new Link(0, '', '', '/', '', []);
        printf(
            '<details class="tl-card tl-link-form" id="tl-link"%s><summary><span class="button%s">%s</span></summary><form method="post" action="%s">',
            $open || $problems !== [] ? ' open' : '',
            $shown->id > 0 ? '' : ' button-primary',
            $shown->id > 0 ? esc_html__('Change this link', 'touchline') : esc_html__('Make a link', 'touchline'),
            esc_url($back)
        );
        wp_nonce_field(Desk::NONCE);
        printf('<input type="hidden" name="touchline_link" value="save"><input type="hidden" name="id" value="%s">', esc_attr((string) $shown->id));
        echo '<div class="tl-fields">';
        self::text('name', __('Name', 'touchline'), $shown->name, __('For you alone, such as “Spring leaflet”.', 'touchline'), 'required maxlength="100"');
        self::code($shown);
        echo '</div>';
        self::leadsTo($shown, $shown->id > 0 || Desk::typed() !== null ? $shown->isChat() : false);
        self::campaign($shown);
        printf(
            '<p><button class="button button-primary">%s</button> %s</p></form>',
            $shown->id > 0 ? esc_html__('Save', 'touchline') : esc_html__('Make the link', 'touchline'),
            $shown->id > 0 ? Html::link($back, __('Cancel', 'touchline'), 'button') : ''
        );
        if ($shown->id > 0) {
            self::delete($shown, $back);
        }
        echo '</details>';
    }

    private static function code(Link $link): void
    {
        if ($link->id > 0) {
            printf(
                '<p class="tl-field"><span>%s</span><code>%s</code><span class="tl-note">%s</span></p>',
                esc_html__('Short link', 'touchline'),
                esc_html($link->address()),
                esc_html__('It stays what it is, for wherever it has been printed or sent.', 'touchline')
            );
            return;
        }
        $before = (new Link(0, '', '', '/', '', []))->address();
        /* translators: %s: beginning of the short link */
        $help = sprintf(__('After %s. Left empty, it becomes six letters that nobody guesses.', 'touchline'), $before);
        self::text('code', __('End of the address', 'touchline'), $link->code, $help, 'maxlength="40" placeholder="spring"');
    }

    private static function leadsTo(Link $link, bool $chat): void
    {
        printf('<fieldset class="tl-leads"><legend>%s</legend>', esc_html__('Leads to', 'touchline'));
        foreach (['page' => __('a page of the shop', 'touchline'), 'chat' => __('a WhatsApp chat', 'touchline')] as $kind => $words) {
            printf(
                '<label><input type="radio" name="to" value="%s"%s> %s</label> ',
                esc_attr($kind),
                checked($chat, $kind === 'chat', false),
                esc_html($words)
            );
        }
        self::problem('to');
        echo '<div class="tl-to-page">';
        $address = $chat ? '' : strtok(home_url(), '?') . ($link->target === '/' || $link->target === '' ? '/' : self::below($link->target));
        self::text('target', __('Address', 'touchline'), $address, __('A page or product of this shop.', 'touchline'), 'list="tl-targets"');
        self::offered();
        echo '</div><div class="tl-to-chat">';
        self::text(
            'text',
            __('The message begins with', 'touchline'),
            $chat ? $link->text : __('Hello! I have a question.', 'touchline'),
            __('The reference code is added when the link is opened. Addresses of this shop in it get the campaign of a chat.', 'touchline'),
            'maxlength="1000"'
        );
        echo '</div></fieldset>';
    }

    /** The target as it goes on behind the home address, which may lie in a folder. */
    private static function below(string $target): string
    {
        $folder = untrailingslashit((string) wp_parse_url(home_url(), PHP_URL_PATH));
        return $folder !== '' && str_starts_with($target, $folder . '/') ? substr($target, strlen($folder)) : $target;
    }

    private static function offered(): void
    {
        $posts = get_posts([
            'post_type' => ['page', ...(post_type_exists('product') ? ['product'] : [])], 'numberposts' => self::OFFERED, 'orderby' => 'modified',
        ]);
        echo '<datalist id="tl-targets">';
        foreach ($posts as $post) {
            printf('<option value="%s">%s</option>', esc_attr((string) get_permalink($post)), esc_html(get_the_title($post)));
        }
        echo '</datalist>';
    }

    private static function campaign(Link $link): void
    {
        $new = $link->id === 0 && Desk::typed() === null;
        $utm = $new ? Utm::CHAT : $link->utm;
        $words = [
            'source' => [__('Source', 'touchline'), __('Where it stands: whatsapp, instagram, leaflet.', 'touchline')],
            'medium' => [__('Medium', 'touchline'), __('What kind of place: chat, social, email, print.', 'touchline')],
            'campaign' => [__('Campaign', 'touchline'), __('What it belongs to: spring-sale.', 'touchline')],
            'content' => [__('Content', 'touchline'), __('Which of several: red-boot, story-2.', 'touchline')],
            'term' => [__('Term', 'touchline'), __('A search word, for paid search alone.', 'touchline')],
        ];
        printf('<fieldset><legend>%s</legend><div class="tl-fields">', esc_html__('Campaign (UTM)', 'touchline'));
        foreach ($words as $name => [$label, $help]) {
            self::text("utm_$name", $label, $utm[$name] ?? '', $help, 'maxlength="100"');
        }
        echo '</div></fieldset>';
    }

    private static function text(string $name, string $label, string $value, string $help, string $more = ''): void
    {
        $id = "tl-link-$name";
        printf('<p class="tl-field"><label for="%s">%s</label>', esc_attr($id), esc_html($label));
        printf(
            '<input type="text" id="%1$s" name="%2$s" value="%3$s" aria-describedby="%1$s-help"%4$s %5$s>', // phpcs:ignore -- %5 is markup of our own
            esc_attr($id),
            esc_attr($name),
            esc_attr($value),
            isset(Desk::problems()[$name]) ? ' aria-invalid="true"' : '',
            $more // phpcs:ignore WordPress.Security.EscapeOutput -- markup of our own
        );
        self::problem($name);
        printf('<span class="tl-note" id="%s-help">%s</span></p>', esc_attr($id), esc_html($help));
    }

    private static function problem(string $name): void
    {
        if (isset(Desk::problems()[$name])) {
            printf('<strong class="tl-down" role="alert">%s</strong>', esc_html(Desk::problems()[$name]));
        }
    }

    private static function delete(Link $link, string $back): void
    {
        printf(
            '<details class="tl-data"><summary>%s</summary><form method="post" action="%s"><p>%s</p>',
            esc_html__('Delete this link', 'touchline'),
            esc_url($back),
            esc_html__('Whoever follows it will find no page. What it earned stays in the reports.', 'touchline')
        );
        wp_nonce_field(Desk::NONCE);
        printf(
            '<input type="hidden" name="touchline_link" value="delete"><input type="hidden" name="id" value="%s">'
                . '<button class="button">%s</button></form></details>',
            esc_attr((string) $link->id),
            esc_html__('Delete', 'touchline')
        );
    }

    /** The link that the address asks to change, for whoever may. */
    public static function asked(): ?Link
    {
        return Desk::may() ? Kept::byId(absint(wp_unslash($_GET['edit'] ?? 0))) : null; // phpcs:ignore WordPress.Security -- it is shown, nothing is changed
    }
}
