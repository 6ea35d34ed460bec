<?php

declare(strict_types=1);

namespace Touchline\WP\Links;

use Touchline\WP\Settings;

/** Makes, changes and deletes links, for whoever may change the settings. What was typed wrong is shown again, with the reason. */
final class Desk
{
    public const NONCE = 'touchline_link';

    /** @var array<string, string> name of a field => what is wrong with it */
    private static array $problems = [];
    private static ?Link $typed = null;

    public function __construct(private Settings $settings)
    {
    }

    public function hook(): void
    {
        add_action('admin_init', $this->take(...), 10, 0);
    }

    public static function may(): bool
    {
        return current_user_can(Settings::capability());
    }

    /** @return array<string, string> */
    public static function problems(): array
    {
        return self::$problems;
    }

    public static function typed(): ?Link
    {
        return self::$typed;
    }

    private function take(): void
    {
        $asked = isset($_POST['touchline_link']) ? sanitize_key(wp_unslash($_POST['touchline_link'])) : '';
        if ($asked !== 'save' && $asked !== 'delete') {
            return;
        }
        check_admin_referer(self::NONCE);
        if (! self::may()) {
            wp_die(esc_html__('You may not do this.', 'touchline'), '', ['response' => 403]);
        }
        $id = absint(wp_unslash($_POST['id'] ?? 0));
        if ($asked === 'delete') {
            Links::delete($id);
            self::back(['link' => 'deleted']);
        }
        $this->save($id, wp_unslash($_POST));
    }

    /** @param array<mixed> $typed */
    private function save(int $id, array $typed): void
    {
        $known = Links::byId($id);
        if ($id > 0 && $known === null) {
            self::back(['link' => 'gone']);
        }
        $link = $this->read($known, $typed);
        $saved = self::$problems === [] ? Links::save($link) : 0;
        if ($saved > 0) {
            self::back(['link' => (string) $saved]);
        }
        self::$typed = $link;
        self::$problems += self::$problems === [] ? ['name' => __('The link could not be kept. The database refused it.', 'touchline')] : [];
    }

    /** @param array<mixed> $typed */
    private function read(?Link $known, array $typed): Link
    {
        $chat = ($typed['to'] ?? '') === 'chat';
        $utm = [];
        foreach (Utm::NAMES as $name) {
            $utm[$name] = Utm::clean($typed["utm_$name"] ?? '');
        }
        $name = Utm::clean($typed['name'] ?? '');
        return new Link(
            $known->id ?? 0,
            $known->code ?? self::code($typed['code'] ?? ''),
            $name !== '' ? $name : self::wrong('name', __('A name tells this link from the others.', 'touchline')),
            $chat ? $this->chat() : self::target($typed['target'] ?? ''),
            $chat ? mb_substr(sanitize_textarea_field(is_string($typed['text'] ?? null) ? $typed['text'] : ''), 0, 1000) : '',
            array_filter($utm, static fn (string $value): bool => $value !== '') + ($utm['source'] === '' && $utm['medium'] === '' ? Utm::CHAT : [])
        );
    }

    private function chat(): string
    {
        return $this->settings->number() !== '' ? '' : self::wrong('to', __('A link to a chat needs a WhatsApp number: see Settings.', 'touchline'));
    }

    /** The path of a page of this shop; an address elsewhere is refused, so that nobody can use the shop's good name for a link of theirs. */
    private static function target(mixed $typed): string
    {
        $address = esc_url_raw(trim(is_string($typed) ? $typed : ''), ['http', 'https']);
        if ($address !== '' && ! str_starts_with($address, '/') && Utm::host($address) === Utm::host(home_url())) {
            $address = (string) preg_replace('#^https?://[^/?\#]+#i', '', $address);
            $address = str_starts_with($address, '/') ? $address : "/$address";
        }
        if (preg_match('#^/(?![/\\\\])#', $address) !== 1 || strlen($address) > 1000) {
            /* translators: %s: address of the shop */
            return self::wrong('target', sprintf(__('Enter the address of a page of this shop: it begins with %s.', 'touchline'), home_url('/')));
        }
        return $address;
    }

    private static function code(mixed $typed): string
    {
        $code = sanitize_title(is_string($typed) ? $typed : '');
        if ($code === '') {
            return Links::code();
        }
        if (! Links::isCode($code)) {
            self::wrong('code', __('The end of the address has 2 to 40 letters, digits and hyphens.', 'touchline'));
        } elseif (Links::find($code) !== null) {
            self::wrong('code', __('There is a link with this end already.', 'touchline'));
        }
        return $code;
    }

    private static function wrong(string $field, string $why): string
    {
        self::$problems[$field] = $why;
        return '';
    }

    /** @param array<string, string> $more */
    private static function back(array $more): never
    {
        wp_safe_redirect(admin_url('admin.php?' . http_build_query(['page' => 'touchline', 'tab' => 'links'] + $more)));
        exit;
    }
}
