<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Privacy\Choice;

/** The visitor's browser within WordPress: by the cookie that the beacon sets, by the day's hash, or nobody. */
final class Visitor
{
    public function __construct(private Choice $choice, private Directory $directory)
    {
    }

    public function id(): ?string
    {
        $browser = $this->browser();
        $consent = $this->consent();
        if ($browser->leftOut() || $consent === false || $this->choice->isStaff()) {
            return null;
        }
        return ($consent === true ? Browser::known() : null) ?? $browser->heard();
    }

    /**
     * The visitor of a request that is itself what happened, such as a link opened: told as the beacon tells, with a cookie where the visitor agreed.
     *
     * @return array{?string, list<array<string, string|int>>} and what joins the day's hash to a new cookie
     */
    public function arrives(): array
    {
        $consent = $this->consent();
        return $consent === false || $this->choice->isStaff() ? [null, []] : $this->browser()->visitor($consent === true ? '1' : '', true);
    }

    /** May its network send more now? Counted, as the beacon counts it. */
    public function allowed(): bool
    {
        return $this->browser()->allowed();
    }

    /** May the cart remember the visitor beyond this request? */
    public function agreed(): bool
    {
        return $this->consent() === true && ! $this->browser()->leftOut();
    }

    /** Has the visitor refused, or the shop's rules left it out? Then nothing is tied, whatever is known of before. */
    public function refused(): bool
    {
        return $this->consent() === false || $this->choice->isStaff() || $this->browser()->leftOut();
    }

    /**
     * May this hash of the day stand for the one who has this session, account or e-mail? Not when another one was seen with it; then the
     * orders that it was put on before are cut from it too.
     *
     * @param array<string, string> $who kind => value
     */
    public function ties(string $hash, array $who): bool
    {
        $ties = array_map(fn (string $kind, string $value): Tie => $this->browser()->tie($hash, $kind, strtolower($value)), array_keys($who), $who);
        if (in_array(Tie::NowShared, $ties, true)) {
            self::cut($hash);
        }
        return array_diff(array_column($ties, 'name'), [Tie::Own->name]) === [];
    }

    private static function cut(string $hash): void
    {
        $orders = wc_get_orders(['meta_key' => Orders::VISITOR, 'meta_value' => $hash, 'limit' => 50]); // phpcs:ignore -- once a shared address
        foreach (is_array($orders) ? $orders : [] as $order) {
            if ($order instanceof \WC_Order) {
                $order->delete_meta_data(Orders::VISITOR);
                $order->save();
            }
        }
    }

    /** True: agreed to statistics and marketing. False: refused. Null: neither, or the shop does not ask. */
    private function consent(): ?bool
    {
        if ($this->choice->mode() !== 'consent') {
            return null;
        }
        if (! Choice::hasTool()) {
            return Browser::known() !== null ? true : null;
        }
        if (wp_has_consent('statistics') && wp_has_consent('marketing')) {
            return true;
        }
        foreach (['statistics', 'marketing'] as $purpose) {
            if (wp_unslash($_COOKIE["wp_consent_$purpose"] ?? '') === 'deny') {
                return false;
            }
        }
        return null;
    }

    private function browser(): Browser
    {
        return new Browser($this->choice->site($this->directory->path()), wp_unslash($_SERVER), time());
    }
}
