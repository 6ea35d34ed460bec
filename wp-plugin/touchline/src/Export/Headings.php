<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Words;

/** What the columns of an exported table are called for people: the words of the pages, each column by the names that lead to its figure. */
final class Headings
{
    /** @var array<string, string> */
    private array $words;

    /** @param string|null $dimension what the rows are told apart by */
    public function __construct(string $table, ?string $dimension, string $measure)
    {
        $money = Words::measure($measure);
        $by = Dimensions::all()[(string) $dimension] ?? __('Name', 'touchline');
        $this->words = self::special($table, $by, $money) + self::rows($by) + self::figures($money);
    }

    /** @param list<string> $path such as [shapley, revenue] */
    public function of(array $path): string
    {
        $words = array_map(fn (string $name): string => $this->words[$name] ?? $name, $path);
        if (count($words) === 1) {
            return $words[0];
        }
        /* translators: heading of a column in an exported table; 1: what it is about, such as a model, 2: the figure */
        return sprintf(__('%1$s: %2$s', 'touchline'), $words[0], implode(', ', array_slice($words, 1)));
    }

    public static function percent(string $heading): string
    {
        /* translators: heading of a column in an exported table; %s: the figure, which is given in per cent */
        return sprintf(__('%s (%%)', 'touchline'), $heading);
    }

    public static function key(string $heading): string
    {
        /* translators: heading of a column in an exported table; %s: the column whose keys, which never change, stand here */
        return sprintf(__('%s (key)', 'touchline'), $heading);
    }

    /**
     * Where a table means something else by a name than the others.
     *
     * @return array<string, string>
     */
    private static function special(string $table, string $by, string $money): array
    {
        return match ($table) {
            'report:dimension' => ['key' => self::key($by)],
            'report:products' => [
                'key' => self::key($by), 'order' => __('To order', 'touchline'), 'other' => __('Something else', 'touchline'),
                'unknown' => __('Not known', 'touchline'),
            ],
            'report:assists' => ['last_orders' => __('Last touch of', 'touchline'), 'last' => sprintf(
                /* translators: %s: net sales or total sales, of the orders in the column before */
                __('%s of these', 'touchline'),
                $money
            )],
            'report:models' => array_map(self::model(...), array_combine(array_keys(Shapes::MODELS), array_keys(Shapes::MODELS))),
            'report:carts', 'report:cart_list', 'carts' => CartWords::states() + [
                'share' => __('Share', 'touchline'), 'revenue' => __('Bought for', 'touchline'), 'change' => __('Change', 'touchline'),
                'whatsapp' => __('After WhatsApp', 'touchline'), 'state' => __('What became of it', 'touchline'),
            ],
            'report:quality_bands' => [
                'key' => __('Points', 'touchline'), 'clicks' => __('Clicked', 'touchline'), 'chats' => __('Wrote', 'touchline'),
                'orders' => __('Ordered', 'touchline'),
            ],
            'report:interactions' => [
                'key' => __('People', 'touchline'), 'orders' => __('ordered', 'touchline'), 'persons' => __('people', 'touchline'),
            ],
            'report:shop' => ['shop' => __('WooCommerce says', 'touchline'), 'ours' => __('Touchline says', 'touchline')],
            'report:bots' => ['name' => __('Bot', 'touchline')],
            'report:links' => ['key' => __('End of the address', 'touchline'), 'name' => __('Link', 'touchline')],
            'report:path_length' => ['length' => __('Touches', 'touchline')],
            'report:windows' => ['window' => __('Window', 'touchline')],
            'report:daily' => ['share' => self::percent(__('Share', 'touchline'))],
            default => [],
        };
    }

    private static function model(string $name): string
    {
        return Words::models()[$name] ?? ($name === 'markov' ? __('Markov chain', 'touchline') : __('Shapley values', 'touchline'));
    }

    /**
     * What a row is about.
     *
     * @return array<string, string>
     */
    private static function rows(string $by): array
    {
        return [
            'key' => $by, 'label' => $by, 'key_key' => self::key($by), 'order' => __('Order', 'touchline'), 'number' => __('Order number', 'touchline'),
            'placed_at' => __('Placed', 'touchline'), 'status' => __('Status', 'touchline'), 'person' => __('Person', 'touchline'),
            'evidence' => __('Evidence', 'touchline'), 'at' => __('When', 'touchline'), 'end' => __('End', 'touchline'), 'kind' => __('Kind', 'touchline'),
            'channel' => __('Channel', 'touchline'), 'entry' => __('Began with', 'touchline'), 'source' => __('Source', 'touchline'),
            'medium' => __('Medium', 'touchline'), 'campaign' => __('Campaign', 'touchline'), 'content' => __('Ad or link', 'touchline'),
            'page' => __('Page', 'touchline'), 'page_type' => __('Kind of page', 'touchline'), 'landing' => __('Landing page', 'touchline'),
            'product' => __('Product', 'touchline'), 'products' => __('What lay in it', 'touchline'), 'intent' => __('Asked for', 'touchline'),
            'device' => __('Device', 'touchline'), 'country' => __('Country', 'touchline'), 'type' => __('What', 'touchline'),
            'code' => __('Reference code', 'touchline'), 'query' => __('Searched for', 'touchline'), 'state' => __('Consent', 'touchline'),
            'purposes' => __('Agreed to', 'touchline'), 'message' => __('Message', 'touchline'), 'direction' => __('Direction', 'touchline'),
            'failed' => __('Failed', 'touchline'), 'conversation' => __('Conversation', 'touchline'), 'template' => __('Template', 'touchline'),
            'price_micros' => __('Price', 'touchline'), 'currency' => __('Currency', 'touchline'), 'date' => __('Day', 'touchline'),
            'partial' => __('Not over yet', 'touchline'), 'weekday' => __('Day of the week', 'touchline'), 'hour' => __('Hour', 'touchline'),
            'step' => __('Step', 'touchline'), 'measured' => __('Measured', 'touchline'), 'path' => __('Way', 'touchline'),
            'length' => __('Touches', 'touchline'), 'days' => __('Days', 'touchline'), 'cause' => __('Cause', 'touchline'),
            'reason' => __('Reason', 'touchline'), 'line' => __('Line', 'touchline'), 'chosen' => __('Chosen', 'touchline'),
            'started_at' => __('Began', 'touchline'), 'last_at' => __('Last changed', 'touchline'), 'checkout_at' => __('Reached the checkout', 'touchline'),
            'abandoned_at' => __('Left', 'touchline'), 'ordered_at' => __('Ordered', 'touchline'), 'items' => __('Items', 'touchline'),
            'by_link' => __('Won back by a link', 'touchline'), 'by_touch' => __('Won back after a WhatsApp touch', 'touchline'),
            'by_any' => __('Won back', 'touchline'), 'back_channel' => __('Brought back by', 'touchline'),
            'back_entry' => __('Brought back, entry', 'touchline'), 'name' => __('Name', 'touchline'), 'address' => __('Address', 'touchline'),
            'target' => __('Leads to', 'touchline'), 'text' => __('Text of the chat', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    private static function figures(string $money): array
    {
        return [
            'sessions' => __('Visits', 'touchline'), 'visits' => __('Visits', 'touchline'), 'clicks' => __('Clicks', 'touchline'),
            'chats' => __('Chats', 'touchline'),
            'orders' => __('Orders', 'touchline'), 'orders_micros' => __('Orders', 'touchline'), 'revenue' => $money, 'total' => $money,
            'refunds' => __('Refunds', 'touchline'), 'refunded' => __('Refunded', 'touchline'), 'engaged' => __('Engaged', 'touchline'),
            'bounce' => __('Bounced', 'touchline'), 'quality' => __('Quality', 'touchline'), 'engagement' => __('Clicked', 'touchline'),
            'conversion' => __('Ordered', 'touchline'), 'share' => __('Share', 'touchline'),
            'per_session' => __('Per visit', 'touchline'), 'credit' => __('Earned', 'touchline'), 'whatsapp' => __('WhatsApp', 'touchline'),
            'other' => __('Other channels', 'touchline'), 'unknown' => __('No known touch', 'touchline'), 'renewals' => __('Renewals', 'touchline'),
            'previous' => __('Period before', 'touchline'), 'whatsapp_previous' => __('WhatsApp in the period before', 'touchline'),
            'whatsapp_orders' => __('WhatsApp orders', 'touchline'), 'aov' => __('Average order', 'touchline'),
            'per_click' => __('Earned per click', 'touchline'), 'count' => __('Number', 'touchline'), 'lost' => __('Lost before', 'touchline'),
            'of_previous' => __('Of the step before', 'touchline'), 'of_first' => __('Of the first step', 'touchline'),
            'money' => __('Money', 'touchline'), 'open' => __('Window still open', 'touchline'), 'bought' => __('Bought', 'touchline'),
            'asked' => __('Asked', 'touchline'), 'presale' => __('A question before buying', 'touchline'), 'support' => __('Support', 'touchline'),
            'buy' => __('To order or before buying', 'touchline'), 'after' => __('After WhatsApp', 'touchline'),
            'without' => __('Without', 'touchline'), 'with' => __('With', 'touchline'), 'nulls' => __('Did not buy', 'touchline'),
            'assisted_orders' => __('Helped orders', 'touchline'), 'assisted' => sprintf(
                /* translators: %s: net sales or total sales, of the orders in the column before */
                __('%s helped', 'touchline'),
                $money
            ),
            'removal' => __('Lost without it', 'touchline'), 'difference' => __('Difference', 'touchline'), 'change' => __('Change', 'touchline'),
            'enough' => __('Enough people', 'touchline'), 'ratio' => __('Ratio', 'touchline'), 'low' => __('Ratio at least', 'touchline'),
            'high' => __('Ratio at most', 'touchline'), 'finding' => __('Beyond chance', 'touchline'), 'same' => __('Both say the same', 'touchline'),
            'events' => __('Events', 'touchline'), 'opens' => __('Opens', 'touchline'), 'persons' => __('People', 'touchline'),
            'views' => __('Pages seen', 'touchline'), 'carts' => __('Carts', 'touchline'), 'active_ms' => __('Engaged time in ms', 'touchline'),
            'value' => __('Worth', 'touchline'), 'of_carts' => __('Of the carts', 'touchline'), 'of_money' => __('Of the money', 'touchline'),
            'change_carts' => __('Change in carts', 'touchline'), 'channels' => __('Channel', 'touchline'),
        ] + array_map(static fn (array $one): string => $one[0], Words::series());
    }
}
