<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** The names that the pages use, in the merchant's language. One place, so that a thing has one name everywhere. */
final class Words
{
    /** @return array<string, string> */
    public static function periods(): array
    {
        return [
            'today' => __('Today', 'touchline'),
            'yesterday' => __('Yesterday', 'touchline'),
            'week' => __('Week to date', 'touchline'),
            'last_week' => __('Last week', 'touchline'),
            'month' => __('Month to date', 'touchline'),
            'last_month' => __('Last month', 'touchline'),
            'quarter' => __('Quarter to date', 'touchline'),
            'last_quarter' => __('Last quarter', 'touchline'),
            'year' => __('Year to date', 'touchline'),
            'last_year' => __('Last year', 'touchline'),
            'custom' => __('From … to …', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    public static function compare(): array
    {
        return [
            'previous_period' => __('The period before', 'touchline'),
            'previous_year' => __('A year earlier', 'touchline'),
            'none' => __('Nothing', 'touchline'),
        ];
    }

    /**
     * Those that can be chosen.
     *
     * @param array{int, int, int} $positions
     * @return array<string, string>
     */
    public static function models(array $positions = Query::POSITIONS): array
    {
        return [
            'last_non_direct' => __('Last touch, direct visits aside', 'touchline'),
            'last' => __('Last touch', 'touchline'),
            'first' => __('First touch', 'touchline'),
            'linear' => __('Shared equally', 'touchline'),
            'position' => self::position($positions),
            'time_decay' => __('More the nearer to the order', 'touchline'),
        ];
    }

    /** A model, also one that looks at all orders together. */
    public static function model(string $name, Query $query): string
    {
        return match ($name) {
            'shapley' => __('Shapley values', 'touchline'),
            'markov' => __('Markov chain', 'touchline'),
            default => self::models($query->positions)[$name] ?? $name,
        };
    }

    /** @param array{int, int, int} $positions */
    private static function position(array $positions): string
    {
        [$first, $between, $last] = $positions;
        return $first + $between + $last === 100
            /* translators: 1 to 3: numbers, per cent of an order for the first touch, the last one, and all between them */
            ? sprintf(__('%1$s%% first, %2$s%% last, %3$s%% between', 'touchline'), $first, $last, $between)
            /* translators: 1 to 3: numbers, the ratio in which the first touch, all between, and the last one share an order */
            : sprintf(__('First, between, last as %1$s : %2$s : %3$s', 'touchline'), $first, $between, $last);
    }

    /** @return array<string, string> */
    public static function measures(): array
    {
        return [
            'net' => __('Net sales', 'touchline'),
            'total' => __('Total with tax and shipping', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    public static function credits(): array
    {
        return [
            'whatsapp' => __('What WhatsApp earned', 'touchline'),
            'all' => __('All sales', 'touchline'),
        ];
    }

    public static function measure(string $measure): string
    {
        return $measure === 'total' ? __('Total sales', 'touchline') : __('Net sales', 'touchline');
    }

    /** @return array<string, string> */
    public static function channels(): array
    {
        return [
            'whatsapp' => __('WhatsApp', 'touchline'),
            'organic_search' => __('Search', 'touchline'),
            'paid_search' => __('Paid search', 'touchline'),
            'social' => __('Social media', 'touchline'),
            'paid_social' => __('Paid social media', 'touchline'),
            'email' => __('E-mail', 'touchline'),
            'referral' => __('Other websites', 'touchline'),
            'direct' => __('Direct visits', 'touchline'),
            'other' => __('Other campaigns', 'touchline'),
            'unknown' => __('No known touch', 'touchline'),
        ];
    }

    /**
     * What the daily chart is stacked of: channels that answer the same question are one.
     *
     * @return array<string, array{string, list<string>}> series => its name, its channels
     */
    public static function series(): array
    {
        return [
            'whatsapp' => [__('WhatsApp', 'touchline'), ['whatsapp']],
            'search' => [__('Search', 'touchline'), ['organic_search']],
            'paid' => [__('Paid search', 'touchline'), ['paid_search']],
            'social' => [__('Social media', 'touchline'), ['social', 'paid_social']],
            'email' => [__('E-mail', 'touchline'), ['email']],
            'referral' => [__('Other websites', 'touchline'), ['referral']],
            'direct' => [__('Direct and other', 'touchline'), ['direct', 'other']],
            'unknown' => [__('No known touch', 'touchline'), ['unknown']],
        ];
    }

    public static function channel(string $key): string
    {
        return self::channels()[$key] ?? $key;
    }

    /** How a touch of WhatsApp came about. */
    public static function entry(?string $key): ?string
    {
        return $key === null || $key === '' ? null : (self::entries()[$key] ?? $key);
    }

    /** @return array<string, string> */
    public static function entries(): array
    {
        return [
            'button' => __('Button', 'touchline'),
            'ad' => __('Ad', 'touchline'),
            'campaign' => __('Campaign message', 'touchline'),
            'recovery' => __('Recovery link', 'touchline'),
            'organic' => __('Chat of its own accord', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    public static function pageTypes(): array
    {
        return [
            'home' => __('Home page', 'touchline'),
            'shop' => __('Shop', 'touchline'),
            'category' => __('Category pages', 'touchline'),
            'product' => __('Product pages', 'touchline'),
            'cart' => __('Cart', 'touchline'),
            'checkout' => __('Checkout', 'touchline'),
            'account' => __('Account', 'touchline'),
            'order' => __('Order received', 'touchline'),
            'search' => __('Search results', 'touchline'),
            'page' => __('Pages', 'touchline'),
            'post' => __('Posts', 'touchline'),
            'other' => __('Other', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    public static function devices(): array
    {
        return [
            'desktop' => __('Computer', 'touchline'),
            'mobile' => __('Phone', 'touchline'),
            'tablet' => __('Tablet', 'touchline'),
        ];
    }

    /** @return array<string, string> what people ask for when they press the button or write */
    public static function intents(): array
    {
        return [
            'order' => __('To order', 'touchline'),
            'presale' => __('A question before buying', 'touchline'),
            'support' => __('Support', 'touchline'),
            'other' => __('Something else', 'touchline'),
        ];
    }

    /** @return array<string, string> */
    public static function parts(): array
    {
        return [
            'whatsapp' => __('WhatsApp', 'touchline'),
            'confirmed' => __('WhatsApp, confirmed', 'touchline'),
            'click_only' => __('WhatsApp, click only', 'touchline'),
            'other' => __('Other channels', 'touchline'),
            'unknown' => __('No known touch', 'touchline'),
            'renewals' => __('Renewals', 'touchline'),
        ];
    }

    public static function step(string $key): string
    {
        return self::steps()[$key] ?? $key;
    }

    /** @return array<string, string> of the chain */
    public static function steps(): array
    {
        return [
            'seen' => __('Button seen', 'touchline'),
            'click' => __('Button clicked', 'touchline'),
            'chat' => __('Chat begun', 'touchline'),
            'cart' => __('Cart filled', 'touchline'),
            'order' => __('Order paid', 'touchline'),
            'refunded' => __('Refunded', 'touchline'),
        ];
    }

    /** @return array<string, string> what a touch is */
    public static function touches(): array
    {
        return [
            'session' => __('Visit', 'touchline'),
            'click' => __('Click on the button', 'touchline'),
            'chat' => __('Chat', 'touchline'),
            'link' => __('Link opened', 'touchline'),
        ];
    }

    /** @return array<string, string> why an order does not count */
    public static function uncounted(): array
    {
        return [
            'on_hold' => __('Awaiting payment', 'touchline'),
            'unpaid' => __('Never paid', 'touchline'),
            'excluded' => __('In a status that does not count', 'touchline'),
            'draft' => __('Draft', 'touchline'),
            'trash' => __('In the trash', 'touchline'),
            'test' => __('Test order', 'touchline'),
            'left_out' => __('Left out by a rule', 'touchline'),
        ];
    }

    /** The grade of evidence, short. */
    public static function evidence(string $key): string
    {
        return self::evidences()[$key] ?? self::evidences()['none'];
    }

    /** @return array<string, string> strongest first */
    public static function evidences(): array
    {
        return [
            'token' => __('Link or coupon', 'touchline'),
            'code' => __('Code came back', 'touchline'),
            'ad' => __('WhatsApp ad', 'touchline'),
            'phone' => __('Same phone', 'touchline'),
            'click' => __('Click only', 'touchline'),
            'none' => __('None', 'touchline'),
        ];
    }

    /** @return array<string, string> why no touch is known of an order, short */
    public static function causes(): array
    {
        return [
            'no_visitor' => __('Made without a browser of the customer', 'touchline'),
            'no_touch' => __('Nothing was seen of the customer', 'touchline'),
            'outside_window' => __('Longer ago than the window', 'touchline'),
            'support' => __('Only questions about an order', 'touchline'),
            'erased' => __('Erased on the customer’s request', 'touchline'),
        ];
    }

    /** The same, as a sentence. */
    public static function evidenceSentence(string $key): string
    {
        return match ($key) {
            'token' => __('A recovery link or a personal coupon from the chat was used.', 'touchline'),
            'code' => __('The reference code came back in the chat.', 'touchline'),
            'ad' => __('The chat began on a WhatsApp ad that is known by its click id.', 'touchline'),
            'phone' => __('The phone number of the order wrote on WhatsApp.', 'touchline'),
            'click' => __('The same browser clicked the WhatsApp button; no message confirms it.', 'touchline'),
            default => __('Nothing ties this order to WhatsApp.', 'touchline'),
        };
    }

    /** Why a card has a dash in place of a figure. */
    public static function reason(?string $key): string
    {
        return match ($key) {
            'no_clicks' => __('Nobody clicked the button in this period.', 'touchline'),
            'pruned' => __('The clicks of this time were deleted by their age.', 'touchline'),
            'no_chats' => __('Nobody who clicked wrote in this period.', 'touchline'),
            'no_orders' => __('No order came from WhatsApp in this period.', 'touchline'),
            default => __('Not measured yet.', 'touchline'),
        };
    }

    public static function placement(?string $key): string
    {
        return match ($key) {
            null, '' => '–',
            'floating' => __('the floating button', 'touchline'),
            'product' => __('the button on the product page', 'touchline'),
            default => $key,
        };
    }

    /** @return array<string, array{string, string}> anchor => term and its meaning, as docs/metrics.md defines them */
    public static function definitions(): array
    {
        return [
            'net' => [
                __('Net sales', 'touchline'),
                __("What was paid without tax and shipping, refunds taken off on the day they were made. The same as WooCommerce's net sales.", 'touchline'),
            ],
            'earned' => [
                __('Earned by WhatsApp', 'touchline'),
                __('The part of the sales that the chosen model gives to touches of WhatsApp, split into confirmed and click only.', 'touchline'),
            ],
            'touch' => [
                __('Touch', 'touchline'),
                __('A thing that can earn credit: a visit with where it came from, a WhatsApp click together with its chat, a link opened.', 'touchline'),
            ],
            'model' => [
                __('Model', 'touchline'),
                __('Which touch before an order earns it: the last, the last that was no direct visit, the first, or several in parts.', 'touchline'),
            ],
            'window' => [
                __('Window', 'touchline'),
                __('How many days a touch may lie before the order that it earns.', 'touchline'),
            ],
            'confirmed' => [
                __('Confirmed', 'touchline'),
                __('More than a click ties the order to a chat: the code came back, a link or coupon was used, the ad or the phone is the same.', 'touchline'),
            ],
            'click-only' => [
                __('Click only', 'touchline'),
                __('The same browser clicked the button, but nothing shows that a chat followed.', 'touchline'),
            ],
            'no-touch' => [
                __('No known touch', 'touchline'),
                __(
                    'Orders of people whose visits were never seen: made by staff, by telephone, before Touchline was installed, or with cookies refused.',
                    'touchline'
                ),
            ],
            'share' => [
                __('Share of all sales', 'touchline'),
                __('What WhatsApp earned, of all sales of the period.', 'touchline'),
            ],
            'chats' => [
                __('Chat to order', 'touchline'),
                __('Of the people who clicked and then wrote within the window, how many ordered within it.', 'touchline'),
            ],
            'findings' => [
                __('What stands out', 'touchline'),
                __(
                    'Each product, page, campaign, channel and device against all others, if 30 people a side are known. With 95% certainty none is chance.',
                    'touchline'
                ),
            ],
            'way' => [
                __('Way', 'touchline'),
                __('The touches of a person within the window before an order, oldest first. Several orders may share a part of their way.', 'touchline'),
            ],
            'helped' => [
                __('Helped', 'touchline'),
                __('A touch helped an order when it stood on the way to it without being the last touch.', 'touchline'),
            ],
            'conversion' => [
                __('Click to order', 'touchline'),
                __('Of the people who clicked the button in the period, how many had a counted order within the window.', 'touchline'),
            ],
            'cart-left' => [
                __('Cart left', 'touchline'),
                __(
                    'Nothing was done with it for the time in the settings, and no order of the same person came. It counts at what it was worth then.',
                    'touchline'
                ),
            ],
            'won-back' => [
                __('Won back', 'touchline'),
                __('A cart that was left, and an order of the same person within 30 days of it. Without one the cart is lost.', 'touchline'),
            ],
            'engaged' => [
                __('Engaged visit', 'touchline'),
                __('A visit of 10 seconds, of two pages, or with something done in the cart or at the checkout. All others bounced.', 'touchline'),
            ],
            'quality' => [
                __('Engagement quality', 'touchline'),
                __(
                    'Up to 100 points: 40 for a minute, 20 for a page read to its end, 20 for three products, 20 for searching, choosing or the cart.',
                    'touchline'
                ),
            ],
            'intent' => [
                __('Asked for', 'touchline'),
                __('To order, a question before buying, or support: by rules of the shop, by the words written, else by the page.', 'touchline'),
            ],
            'aov' => [
                __('Average order', 'touchline'),
                __("WhatsApp's sales before refunds, divided by its orders.", 'touchline'),
            ],
            'per-click' => [
                __('Earned per click', 'touchline'),
                __("WhatsApp's sales divided by the people who clicked the button.", 'touchline'),
            ],
        ];
    }
}
