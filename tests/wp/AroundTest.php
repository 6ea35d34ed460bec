<?php

declare(strict_types=1);

use Touchline\WP\Admin\Dashboard;
use Touchline\WP\Admin\OrdersColumn;
use Touchline\WP\Admin\OrdersFilter;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;
use Touchline\WP\WeeklyMail;

require_once __DIR__ . '/support/PageTestCase.php';

/** What stands outside of the report's page: the dashboard's widget, the column in the list of orders, the weekly mail. */
final class AroundTest extends PageTestCase
{
    protected const CURRENCY = 'XBC';
    protected const TAB = 'around';

    /** @var list<array<string, mixed>> */
    private static array $mails = [];

    /** Of an order of this run: the suite may run again on the same site. */
    private static function number(int $n): string
    {
        static $run;
        $run ??= random_int(100_000, 999_999);
        return "99$run$n";
    }

    public static function setUpBeforeClass(): void
    {
        parent::setUpBeforeClass();
        // Last week's Wednesday, whatever the day: the mail is of that week.
        $then = (new DateTimeImmutable('monday this week 12:00 -5 days', wp_timezone()))->getTimestamp() * 1000;
        self::send('ann', $then, ['type' => 'button_click']);
        self::order('ann', self::number(1), $then + self::MINUTE, '1000000', [
            'order' => self::number(1), 'lines' => [['product' => '1', 'name' => 'A <b>boot</b>', 'quantity' => 1, 'net' => '1000000']],
        ]);
        self::order(null, self::number(2), $then + self::MINUTE, '2000000', ['order' => self::number(2)]);
        self::ingest();
    }

    /** The page opens on the currency with the largest sales: that is not to be this one for the tests that follow. */
    public static function tearDownAfterClass(): void
    {
        foreach ([1, 2] as $n) {
            self::order(null, self::number($n), self::begin(), '0', ['order' => self::number($n), 'id' => 'gone' . self::number($n), 'status' => 'trash']);
        }
        self::ingest();
    }

    protected function tearDown(): void
    {
        delete_option(Settings::OPTION);
        WeeklyMail::unschedule();
        parent::tearDown();
    }

    private static function weekly(): WeeklyMail
    {
        return new WeeklyMail(Plugin::engine(), new Settings());
    }

    public function testTheMailSaysInHtmlAndTextWhatWasEarned(): void
    {
        $mail = self::weekly()->mail();
        self::assertStringContainsString('WhatsApp earned', self::text($mail['html']));
        self::assertStringContainsString('1,000,000.00', self::text($mail['html']));
        self::assertStringContainsString('A &lt;b&gt;boot&lt;/b&gt;', $mail['html']);
        self::assertStringContainsString('A <b>boot</b>: ', $mail['text']);
        self::assertStringContainsString('1,000,000.00', $mail['text']);
        self::assertStringNotContainsString('<p', $mail['text']);
        self::assertMatchesRegularExpression('/A <b>boot<\/b>: \S*1,000,000\.00 \(1 order\)/u', str_replace("\u{a0}", '', $mail['text']));
        self::assertStringContainsString('Net sales by WhatsApp', $mail['text']);
        self::assertSame(0, preg_match_all('/href="(?!http)/', $mail['html']), 'a link in a mail says where it leads');
        self::assertStringContainsString('admin.php?page=touchline&period=last_week', $mail['text']);
    }

    /** What leaves the server is one mail of two parts, each of them readable alone. */
    public function testItIsSentInTwoParts(): void
    {
        update_option(Settings::OPTION, ['weekly_to' => 'a@example.org']);
        $sent = null;
        $look = static function (PHPMailer\PHPMailer\PHPMailer $mailer) use (&$sent): void {
            $mailer->preSend();
            $sent = $mailer->getSentMIMEMessage();
            $mailer->clearAllRecipients(); // so that nothing is sent
        };
        add_action('phpmailer_init', $look, 99);
        self::weekly()->send();
        remove_action('phpmailer_init', $look, 99);
        self::assertMatchesRegularExpression('#Content-Type: multipart/alternative#', (string) $sent);
        self::assertMatchesRegularExpression('#Content-Type: text/plain; charset=[\w-]+.*WhatsApp.*Content-Type: text/html; charset=[\w-]+#si', (string) $sent);
    }

    public function testItGoesToWhoWasChosenOnMondays(): void
    {
        $weekly = self::weekly();
        $weekly->schedule();
        self::assertFalse(wp_next_scheduled('touchline_weekly'));
        update_option(Settings::OPTION, ['weekly_to' => 'a@example.org, b@example.org']);
        self::weekly()->schedule();
        $next = (int) wp_next_scheduled('touchline_weekly');
        self::assertGreaterThan(time(), $next);
        self::assertSame('Monday 08:00', wp_date('l H:i', $next));
        add_filter('pre_wp_mail', static function ($sent, array $mail): bool {
            self::$mails[] = $mail;
            return true;
        }, 10, 2);
        self::weekly()->send();
        self::assertSame([['a@example.org', 'b@example.org']], array_column(self::$mails, 'to'));
        update_option(Settings::OPTION, ['weekly_to' => '']);
        self::weekly()->schedule();
        self::assertFalse(wp_next_scheduled('touchline_weekly'));
        self::weekly()->send();
        self::assertCount(1, self::$mails);
    }

    public function testTheWidgetIsForWhoMaySeeFigures(): void
    {
        wp_set_current_user(1);
        ob_start();
        (new Dashboard(Plugin::engine(), new Settings()))->render();
        $html = (string) ob_get_clean();
        self::assertMatchesRegularExpression('/WhatsApp earned|No order counts/', self::text($html));
        self::assertStringContainsString('admin.php?page=touchline', $html);
    }

    public function testTheColumnNamesWhatBroughtTheOrder(): void
    {
        $column = new OrdersColumn(Plugin::engine(), new Settings());
        $cell = function (int $order) use ($column): string {
            ob_start();
            $column->cell('touchline', $order);
            return self::text((string) ob_get_clean());
        };
        self::assertSame('–', $cell((int) self::number(3)));
        self::assertSame('No known touch', $cell((int) self::number(2)));
        self::assertSame('WhatsApp · Click only', $cell((int) self::number(1)));
        self::assertSame('Came by', OrdersColumn::columns(['x' => 'y'])['touchline']);
        ob_start();
        $column->cell('order_total', (int) self::number(1));
        self::assertSame('', ob_get_clean());
    }

    /**
     * @param array<string, mixed> $vars
     * @return array<string, mixed> as the list of posts is asked for
     */
    private static function posts(OrdersFilter $filter, array $vars): array
    {
        global $wp_the_query;
        $posts = new WP_Query();
        $posts->query_vars = $vars;
        [$kept, $wp_the_query] = [$wp_the_query, $posts]; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
        $filter->narrowPosts($posts);
        $wp_the_query = $kept; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
        return $posts->query_vars;
    }

    /** @return list<int> of this test's orders those that the list is narrowed to */
    private static function narrowed(string $by): array
    {
        $_GET = ['touchline_came_by' => $by];
        $filter = new OrdersFilter(Plugin::engine(), new Settings());
        $ids = $filter->narrowTable([])['id'];
        self::assertSame($ids, self::posts($filter, ['post_type' => 'shop_order'])['post__in']);
        $found = ['post_type' => 'shop_order', 'post__in' => [$ids[0], -1]];
        self::assertSame([$ids[0]], self::posts($filter, $found)['post__in'], 'of what a search found');
        self::assertSame([0], self::posts($filter, ['post_type' => 'shop_order', 'post__in' => [-1]])['post__in'], 'none of them');
        return array_values(array_intersect([(int) self::number(1), (int) self::number(2)], $ids));
    }

    public function testTheListOfOrdersIsNarrowedToWhatBroughtThem(): void
    {
        [$clicked, $unknown] = [(int) self::number(1), (int) self::number(2)];
        self::assertSame([$clicked], self::narrowed('whatsapp'));
        self::assertSame([$clicked], self::narrowed('evidence_click'));
        self::assertSame([], self::narrowed('confirmed'));
        self::assertSame([$unknown], self::narrowed('unknown'));
        $filter = new OrdersFilter(Plugin::engine(), new Settings());
        $_GET = ['touchline_came_by' => 'whatsapp', 'm' => '201901'];
        self::assertSame(['id' => [0], 'limit' => 20], $filter->narrowTable(['limit' => 20]), 'none: an id that no order has');
        $_GET = ['touchline_came_by' => 'anything else'];
        self::assertSame(['limit' => 20], $filter->narrowTable(['limit' => 20]));
        $_GET = ['touchline_came_by' => 'whatsapp'];
        self::assertSame(['post_type' => 'page'], self::posts($filter, ['post_type' => 'page']));
    }
}
