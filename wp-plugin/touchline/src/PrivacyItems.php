<?php

declare(strict_types=1);

namespace Touchline\WP;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Money;
use Touchline\WP\Admin\Words;

/** What the store knows of a person, as items of WordPress's personal data export, in words that a customer understands. */
final class PrivacyItems
{
    /**
     * @param array<string, mixed> $subject Store::subject()
     * @return list<array<string, mixed>>
     */
    public static function of(array $subject): array
    {
        $person = (string) $subject['person'];
        return [
            ...self::group('identities', __('How this shop recognises you', 'touchline'), __(
                'Your e-mail address, phone and customer number are kept as fingerprints from which they cannot be read; your browser by a random number.',
                'touchline'
            ), $person, $subject['identities'], self::identity(...)),
            ...self::group('visits', __('Your visits to this shop', 'touchline'), '', $person, $subject['sessions'], self::visit(...)),
            ...self::group('events', __('What you did on this site', 'touchline'), '', $person, $subject['events'], self::event(...)),
            ...self::group('carts', __('Your carts', 'touchline'), '', $person, $subject['carts'], self::cart(...)),
            ...self::group('messages', __('Your WhatsApp messages with this shop', 'touchline'), __(
                'When they were sent; the text itself is not kept.',
                'touchline'
            ), $person, $subject['messages'], self::message(...)),
            ...self::group('orders', __('Orders that are counted as yours', 'touchline'), '', $person, $subject['orders'], self::order(...)),
        ];
    }

    public static function policy(): string
    {
        return '<p class="privacy-policy-tutorial">' . esc_html__(
            'Touchline counts visits and presses of the WhatsApp button, to tell which of them lead to orders. Please check that this text fits.',
            'touchline'
        ) . '</p><p><strong class="privacy-policy-tutorial">' . esc_html__('Suggested text:', 'touchline') . '</strong> ' . esc_html__(
            'To learn what leads to orders, we record which pages and products you look at, what you search for and where you came from.',
            'touchline'
        ) . ' ' . esc_html__(
            'We also record whether you press the WhatsApp button. For this a cookie with a random number may be set. We keep no IP addresses.',
            'touchline'
        ) . '</p><p>' . esc_html__(
            'If you order, register or log in, we tie your visits to it by fingerprints of your e-mail address, phone and customer number.',
            'touchline'
        ) . ' ' . esc_html__(
            'They cannot be read from these fingerprints. All of this stays on our own server and is passed on to nobody.',
            'touchline'
        ) . '</p><p>' . esc_html__(
            'When you press the WhatsApp button, you leave for WhatsApp (Meta Platforms), where its own terms and privacy policy apply.',
            'touchline'
        ) . ' ' . esc_html__('The message there holds a reference code by which we recognise your enquiry.', 'touchline') . '</p>';
    }

    /**
     * @param list<array<string, mixed>> $rows
     * @param callable(array<string, mixed>): array<string, mixed> $say
     * @return list<array<string, mixed>>
     */
    private static function group(string $name, string $label, string $description, string $person, array $rows, callable $say): array
    {
        $items = [];
        foreach ($rows as $i => $row) {
            $data = [];
            foreach ($say($row) as $term => $value) {
                if ($value !== null && $value !== '') {
                    $data[] = ['name' => $term, 'value' => esc_html((string) $value)];
                }
            }
            $items[] = [
                'group_id' => "touchline-$name", 'group_label' => $label, 'group_description' => $description,
                'item_id' => "touchline-$name-$person-$i", 'data' => $data,
            ];
        }
        return $items;
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function cart(array $row): array
    {
        return [
            __('Began', 'touchline') => Format::moment((int) $row['started_at']),
            __('What lay in it', 'touchline') => implode(', ', array_map('strval', $row['products'])),
            __('Worth', 'touchline') => Money::text((string) $row['value'], $row['currency']),
            __('What became of it', 'touchline') => CartWords::state((string) $row['state']),
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function identity(array $row): array
    {
        $kinds = [
            'visitor' => __('Browser', 'touchline'), 'customer' => __('Customer number', 'touchline'), 'email' => __('E-mail address', 'touchline'),
            'phone' => __('Phone', 'touchline'), 'bsuid' => __('WhatsApp account', 'touchline'), 'code' => __('WhatsApp reference', 'touchline'),
        ];
        return [__('Kind', 'touchline') => $kinds[$row['kind']] ?? $row['kind'], __('Kept as', 'touchline') => $row['pseudonym']];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function visit(array $row): array
    {
        return [
            __('From', 'touchline') => self::moment($row['at']), __('To', 'touchline') => self::moment($row['end']),
            __('Came by', 'touchline') => Words::channel($row['channel']), __('First page', 'touchline') => $row['landing'],
        ] + self::origin($row) + [__('Pages seen', 'touchline') => $row['views']];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function event(array $row): array
    {
        return [
            __('When', 'touchline') => self::moment($row['at']), __('What', 'touchline') => self::what($row['type']),
            __('Page', 'touchline') => $row['page'], __('Product', 'touchline') => self::product($row['product']),
            __('Searched for', 'touchline') => $row['query'],
            $row['type'] === 'link_open' ? __('Which link', 'touchline') : __('WhatsApp reference', 'touchline') => $row['code'],
            __('Agreed to', 'touchline') => $row['purposes'],
        ] + self::origin($row);
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function origin(array $row): array
    {
        return [
            __('Source', 'touchline') => $row['source'], __('Medium', 'touchline') => $row['medium'],
            __('Campaign', 'touchline') => $row['campaign'], __('Device', 'touchline') => Words::devices()[$row['device']] ?? $row['device'],
            __('Country', 'touchline') => $row['country'],
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function message(array $row): array
    {
        return [
            __('When', 'touchline') => self::moment($row['at']),
            __('Direction', 'touchline') => $row['direction'] === 'in' ? __('From you to the shop', 'touchline') : __('From the shop to you', 'touchline'),
            __('WhatsApp reference', 'touchline') => $row['code'],
        ];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    private static function order(array $row): array
    {
        return [
            __('Order', 'touchline') => $row['number'], __('Placed', 'touchline') => self::moment($row['placed_at']),
            __('Total', 'touchline') => $row['total'] . ' ' . $row['currency'], __('WhatsApp reference', 'touchline') => $row['code'],
        ];
    }

    private static function what(string $type): string
    {
        return self::deeds()[$type] ?? ucfirst(str_replace('_', ' ', $type));
    }

    /** @return array<string, string> type of an event => what was done */
    public static function deeds(): array
    {
        return [
            'page_view' => __('Looked at a page', 'touchline'), 'product_view' => __('Looked at a product', 'touchline'),
            'search' => __('Searched', 'touchline'), 'button_seen' => __('Saw the WhatsApp button', 'touchline'),
            'button_click' => __('Pressed the WhatsApp button', 'touchline'), 'link_open' => __('Opened a link', 'touchline'),
            'cart' => __('Changed the cart', 'touchline'), 'checkout' => __('Went through the checkout', 'touchline'),
            'variation' => __('Chose a variation', 'touchline'), 'engagement' => __('Stayed on a page', 'touchline'),
            'consent' => __('Answered the question for consent', 'touchline'), 'identify' => __('Logged in or registered', 'touchline'),
        ];
    }

    private static function product(mixed $key): ?string
    {
        $title = is_string($key) && ctype_digit($key) ? get_the_title((int) $key) : '';
        return $title !== '' ? Orders::name($title, 200) : (is_string($key) ? $key : null);
    }

    private static function moment(mixed $ms): ?string
    {
        return is_int($ms) ? (string) wp_date('Y-m-d H:i:s T', intdiv($ms, 1000)) : null;
    }
}
