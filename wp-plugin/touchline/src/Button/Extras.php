<?php

declare(strict_types=1);

namespace Touchline\WP\Button;

/** What only some shops want of the button, each with a script of its own that loads where it is switched on. */
final class Extras
{
    private const STYLE = 'touchline-extras';
    private const TEAM = 'touchline-team';
    private const MOMENTS = 'touchline-moments';
    private const PANEL = 'touchline-panel';

    /** @var array<string, array{team: array<string, mixed>|null, number: string, hides: bool}> by page, for a list of products has many buttons */
    private array $known = [];

    public function __construct(
        private readonly Team $team,
        private readonly Moments $moments,
        private readonly Before $before,
        private readonly Look $look,
        private readonly string $plugin
    ) {
    }

    /**
     * The team's script comes before the panel's, which asks it.
     *
     * @param non-empty-string $button
     */
    private function assets(string $button): void
    {
        wp_register_style(self::STYLE, $this->url('extras.min.css'), [], null);
        foreach ([self::TEAM => 'team', self::MOMENTS => 'moments', self::PANEL => 'panel'] as $handle => $name) {
            $needs = $handle === self::PANEL && $this->team() !== null ? [self::TEAM] : [$button];
            wp_register_script($handle, $this->url("$name.min.js"), $needs, null, ['in_footer' => true, 'strategy' => 'defer']);
        }
    }

    /** @param non-empty-string $button */
    public function enqueue(string $button): void
    {
        $this->assets($button);
        $waits = $this->floats() ? $this->waits() : [];
        $needed = array_keys(array_filter([self::TEAM => $this->team() !== null, self::MOMENTS => (bool) $waits, self::PANEL => $this->hasPanel()]));
        array_map('wp_enqueue_script', $needed);
        if ($this->hasPanel() || $waits || $this->here()['hides']) {
            wp_enqueue_style(self::STYLE);
        }
    }

    public function number(): string
    {
        return $this->here()['number'];
    }

    /** Does the floating button come to this page? */
    public function floats(): bool
    {
        return [$this->look->text('wide'), $this->look->text('phone')] !== ['none', 'none']
            && $this->look->floatsOn(Page::type(), Page::path()) && $this->waits() !== null;
    }

    /** Classes of a link that is not always there. */
    public function classes(bool $floating): string
    {
        return ($this->here()['hides'] ? ' touchline-hours' : '') . ($floating && $this->waits() ? ' touchline-later' : '');
    }

    /** @return array<string, mixed> for the scripts */
    public function config(): array
    {
        return array_filter(['team' => $this->team(), 'moments' => $this->floats() ? $this->waits() : [], 'panel' => array_filter([
            'qr' => $this->before->hasQr() ? $this->url('qr.min.js') : '',
            'wording' => $this->before->wording() === '' ? '' : Before::mark($this->before->wording()),
        ])]);
    }

    /** What a press shows where something is to be said, asked or scanned first; the script fills it in. */
    public function panel(): string
    {
        if (! $this->hasPanel()) {
            return '';
        }
        $box = $this->before->wording() === '' ? '' : sprintf(
            '<label class="touchline-optin"><input type="checkbox"%s><span dir="auto">%s</span></label>',
            $this->before->isRequired() ? ' required' : '',
            Before::html($this->before->wording())
        );
        $qr = ! $this->before->hasQr() ? '' : sprintf(
            '<div class="touchline-scan" hidden><p>%s</p><div class="touchline-code" role="img" aria-label="%s"></div>%s</div>',
            esc_html__('Scan the code with your phone to go on there.', 'touchline'),
            esc_attr__('QR code with the chat\'s link', 'touchline'),
            self::link('touchline-here', __('Open WhatsApp on this computer', 'touchline'))
        );
        return sprintf(
            '<dialog class="touchline-panel touchline-%s" aria-label="%s"><form class="touchline-ask" hidden>'
                . '<p class="touchline-offline" dir="auto" hidden></p>%s'
                . '<p class="touchline-who" hidden>%s</p><ul class="touchline-agents" hidden></ul>%s</form>%s'
                . '<button type="button" class="touchline-close" aria-label="%s">×</button></dialog>',
            esc_attr($this->look->text('scheme')),
            esc_attr__('Chat on WhatsApp', 'touchline'),
            $box,
            esc_html__('Who would you like to chat with?', 'touchline'),
            self::link('touchline-go', __('Continue to WhatsApp', 'touchline')),
            $qr,
            esc_attr__('Close', 'touchline')
        );
    }

    private static function link(string $class, string $words): string
    {
        return sprintf('<a class="%s" href="#" target="_blank" rel="noopener nofollow">%s</a>', esc_attr($class), esc_html($words));
    }

    private function hasPanel(): bool
    {
        $team = $this->team();
        return $this->before->hasQr() || $this->before->wording() !== ''
            || ($team !== null && (isset($team['offline']) || (isset($team['choose']) && count($team['agents']) > 1)));
    }

    /** @return array<string, mixed>|null */
    private function team(): ?array
    {
        return $this->here()['team'];
    }

    /** @return array{team: array<string, mixed>|null, number: string, hides: bool} */
    private function here(): array
    {
        $page = [Page::type(), Page::path()];
        return $this->known[implode(' ', $page)] ??= [
            'team' => $this->team->config(...$page), 'number' => $this->team->number(...$page), 'hides' => $this->team->hides(),
        ];
    }

    /** @return array<string, int>|null */
    private function waits(): ?array
    {
        return $this->moments->here(Page::product());
    }

    /** @return non-empty-string */
    private function url(string $file): string
    {
        return plugin_dir_url($this->plugin) . "assets/$file?ver=" . filemtime(plugin_dir_path($this->plugin) . "assets/$file");
    }
}
