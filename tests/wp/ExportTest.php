<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Touchline\WP\Admin\Query;
use Touchline\WP\Directory;
use Touchline\WP\Export\Files;
use Touchline\WP\Export\Jobs;
use Touchline\WP\Export\Shapes;
use Touchline\WP\Export\Tables;
use Touchline\WP\Plugin;
use Touchline\WP\Settings;

/** Exports by command, page, background job and REST, from events of its own on a day of its own, in a currency of its own. */
final class ExportTest extends TestCase
{
    private const CURRENCY = 'XEX';
    private const DAY = '2026-02-11';

    public static function setUpBeforeClass(): void
    {
        if (! Plugin::engine()->ready()) {
            self::markTestSkipped((string) Plugin::engine()->reason());
        }
        $then = (new DateTimeImmutable(self::DAY . ' 12:00', wp_timezone()))->getTimestamp() * 1000;
        foreach (['=SUM(A1)' => '10.50', 'spring' => '20'] as $campaign => $total) {
            $who = 'exportstest' . md5("x$campaign");
            Plugin::engine()->import(['type' => 'page_view', 'at' => $then, 'visitor' => $who, 'path' => '/export/',
                'source' => 'exportstest', 'medium' => 'email', 'campaign' => $campaign, 'id' => "view$who",
                'user_agent' => 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36']);
            Plugin::engine()->import(['type' => 'order', 'at' => $then + 60000, 'id' => "order$who", 'order' => "exports-$total", 'status' => 'completed',
                'currency' => self::CURRENCY, 'placed_at' => $then + 60000, 'paid_at' => $then + 60000, 'total' => $total, 'tax' => '0', 'shipping' => '0',
                'visitor' => $who, 'created_via' => 'test']);
        }
        Plugin::engine()->ingest(0);
    }

    protected function tearDown(): void
    {
        wp_set_current_user(0);
        $_GET = [];
    }

    /** @return array<string, string> */
    private static function view(): array
    {
        return ['currency' => self::CURRENCY, 'period' => 'custom', 'from' => self::DAY, 'to' => self::DAY];
    }

    /** @return list<array<string, string|null>> */
    private static function csv(string $text): array
    {
        self::assertStringStartsWith("\xef\xbb\xbf", $text);
        $handle = fopen('php://memory', 'w+');
        self::assertIsResource($handle);
        fwrite($handle, substr($text, 3));
        rewind($handle);
        $head = fgetcsv($handle, null, ',', '"', '');
        $rows = [];
        while (($row = fgetcsv($handle, null, ',', '"', '')) !== false) {
            $rows[] = array_combine((array) $head, $row);
        }
        return $rows;
    }

    public function testTheCommandWritesToItsOutput(): void
    {
        $wp = (string) getenv('TOUCHLINE_SITE') . '/wp';
        $period = ' --from=' . self::DAY . ' --to=2026-02-12';
        $text = (string) shell_exec("$wp touchline export credits $period --currency=" . self::CURRENCY . ' --source=exportstest');
        $rows = self::csv($text);
        self::assertSame(["'=SUM(A1)", 'spring'], array_column($rows, 'campaign'));
        self::assertSame(['10.50', '20.00'], array_column($rows, 'credit'));
        self::assertSame(self::DAY . ' 12:01:00', $rows[0]['placed_at']);
        self::assertSame([], glob((new Directory())->path() . '/exports/*'), 'nothing is left over');
    }

    public function testAFileSaysItsFormat(): void
    {
        $file = sys_get_temp_dir() . '/touchline-export-test.ndjson';
        $output = shell_exec(getenv('TOUCHLINE_SITE') . '/wp touchline export orders --currency=' . self::CURRENCY . " --file=$file");
        self::assertStringContainsString('2 rows', (string) $output);
        $rows = array_map(static fn (string $line): mixed => json_decode($line, true), (array) file($file));
        self::assertSame([10500000, 20000000], array_column($rows, 'total_micros'));
        unlink($file);
    }

    public function testATableOfThePageIsInItsWords(): void
    {
        wp_set_current_user(1);
        $query = Query::of(new Settings(), self::view() + ['tab' => 'sources', 'dim' => 'channel', 'filter' => ['medium' => ['email']]]);
        $rows = self::table($query, 'table/dimension:channel');
        self::assertSame(['E-mail', 'email', '30.50', self::CURRENCY, '100.0'], [$rows[0]['Channel'], $rows[0]['Channel (key)'], $rows[0]['Net sales'],
            $rows[0]['Currency'], $rows[0]['Share (%)']]);
        self::assertSame([self::DAY, 'Medium: email'], [$rows[0]['Last day'], $rows[0]['Only']]);
        self::assertSame([], preg_grep('/_|^(n|of|key|label)$/', array_keys($rows[0])), 'no name of our own');
        $names = self::table($query, 'table/dimension:channel', false);
        self::assertSame(['email', 'E-mail', '30.50', '2'], [$names[0]['key'], $names[0]['label'], $names[0]['revenue'], $names[0]['sessions']]);
        self::assertSame([self::CURRENCY, self::DAY, '7'], [$names[0]['currency'], $names[0]['period_from'], $names[0]['window_days']]);
        self::assertSame([], preg_grep('/_(n|of|micros)$/', array_keys($names[0])));
    }

    /** @return list<array<string, string|null>> */
    private static function table(Query $query, string $what, bool $inWords = true): array
    {
        $found = Tables::find(Plugin::engine(), $query, $what);
        self::assertNotNull($found);
        $files = new Files(new Directory());
        Plugin::engine()->export($found['name'], $found['query'], $files->path($id = Files::id()), 'csv', null, $inWords);
        $rows = self::csv((string) file_get_contents($files->path($id)));
        $files->remove($id);
        return $rows;
    }

    /** Whatever is exported, each column has one heading that no other has, and no name of our own stands above it. */
    public function testEveryColumnHasAHeading(): void
    {
        $tables = [...array_keys(Shapes::ROWS), ...array_map(static fn (string $name): string => "report:$name", array_keys(Shapes::ALL))];
        $files = new Files(new Directory());
        foreach ($tables as $table) {
            $query = ['from' => strtotime(self::DAY) * 1000, 'to' => strtotime(self::DAY) * 1000 + 2 * DAY_IN_SECONDS * 1000, 'currency' => self::CURRENCY]
                + ($table === 'report:dimension' ? ['dim' => 'channel'] : []);
            if (Shapes::rows($table) === [] || $table === 'report:ledger') {
                continue;
            }
            foreach ([true, false] as $inWords) {
                try {
                    Plugin::engine()->export($table, $query, $files->path($id = Files::id()), 'csv', null, $inWords);
                } catch (Touchline\QueryException $error) {
                    self::assertStringContainsString('no table', $error->getMessage(), $table);
                    continue;
                }
                $head = str_getcsv(strtok(substr((string) file_get_contents($files->path($id)), 3), "\r\n") ?: '', ',', '"', '');
                $files->remove($id);
                self::assertSame($head, array_unique($head), $table);
                self::assertSame([], preg_grep($inWords ? '/_|^[a-z]/' : '/_(n|of|micros|sum)$/', array_filter($head)), $table);
            }
        }
    }

    public function testAPageOffersWhatItShowsAndThatIsWhatIsExported(): void
    {
        wp_set_current_user(1);
        $query = Query::of(new Settings(), self::view() + ['tab' => 'sources', 'dim' => 'campaign', 'credit' => 'all', 's' => 'spring']);
        $found = Tables::find(Plugin::engine(), $query, 'table/dimension:campaign');
        self::assertNotNull($found);
        $path = (new Files(new Directory()))->path($id = Files::id());
        Plugin::engine()->export($found['name'], $found['query'], $path, 'csv');
        $rows = self::csv((string) file_get_contents($path));
        (new Files(new Directory()))->remove($id);
        self::assertFileDoesNotExist($path);
        self::assertSame(['spring', '20.00'], [$rows[0]['key'], $rows[0]['revenue']]);
        self::assertCount(1, $rows, 'the search holds');
        self::assertNull(Tables::find(Plugin::engine(), $query, 'table/nothing'));
        self::assertNull(Tables::find(Plugin::engine(), $query, 'rows/secrets'));
        self::assertNull(Tables::find(Plugin::engine(), $query, ''));
    }

    /** @param array<string, string> $fields @return array{int, string, string} status, headers, body */
    private static function request(string $address, array $fields, string $cookies): array
    {
        $context = stream_context_create(['http' => ['method' => $fields === [] ? 'GET' : 'POST',
            'header' => "Content-Type: application/x-www-form-urlencoded\r\nCookie: $cookies",
            'content' => http_build_query($fields), 'ignore_errors' => true, 'follow_location' => 0]]);
        $body = (string) file_get_contents($address, false, $context);
        $headers = implode("\n", $http_response_header);
        return [(int) substr($http_response_header[0], 9, 3), $headers, $body];
    }

    private static function login(): string
    {
        wp_set_current_user(1);
        $until = time() + HOUR_IN_SECONDS;
        $token = WP_Session_Tokens::get_instance(1)->create($until);
        $_COOKIE[LOGGED_IN_COOKIE] = wp_generate_auth_cookie(1, $until, 'logged_in', $token);
        return LOGGED_IN_COOKIE . '=' . $_COOKIE[LOGGED_IN_COOKIE] . '; ' . AUTH_COOKIE . '=' . wp_generate_auth_cookie(1, $until, 'auth', $token);
    }

    public function testTheFormSendsAFileToWhomItMay(): void
    {
        $cookies = self::login();
        $fields = ['action' => 'touchline_export', 'view' => http_build_query(self::view()), 'what' => 'rows/credits', 'format' => 'csv',
            '_wpnonce' => wp_create_nonce('touchline_export')];
        [$status, $headers, $body] = self::request(admin_url('admin-post.php'), $fields, $cookies);
        self::assertSame(200, $status, $body);
        self::assertStringContainsString('attachment; filename="touchline-touches-that-earned-', $headers);
        $rows = self::csv($body);
        self::assertSame(['10.50', '20.00'], array_column($rows, 'Earned'));
        self::assertSame(['E-mail', self::CURRENCY, 'Visit', 'Completed'], [$rows[0]['Channel'], $rows[0]['Currency'], $rows[0]['Kind'], $rows[0]['Status']]);
        self::assertSame(
            [self::DAY, self::DAY, 'Last touch, direct visits aside', '7', 'Net sales', ''],
            [$rows[0]['First day'], $rows[0]['Last day'], $rows[0]['Model'], $rows[0]['Window in days'], $rows[0]['Amounts'], $rows[0]['Only']]
        );
        [$status] = self::request(admin_url('admin-post.php'), ['_wpnonce' => 'x'] + $fields, $cookies);
        self::assertSame(403, $status);
        [$status] = self::request(admin_url('admin-post.php'), ['what' => 'rows/../key'] + $fields, $cookies);
        self::assertSame(400, $status);
        [$status, , $body] = self::request(admin_url('admin-post.php'), $fields, '');
        self::assertStringNotContainsString('exports-', $body);
        unset($_COOKIE[LOGGED_IN_COOKIE]);
    }

    public function testAJobMakesAFileForTheOneWhoAskedForIt(): void
    {
        $files = new Files(new Directory());
        $jobs = new Jobs(Plugin::engine(), $files);
        $cookies = self::login();
        $query = Query::of(new Settings(), self::view());
        $id = $jobs->start(1, ['name' => 'orders', 'query' => $query->report(), 'title' => 'Orders'], 'json');
        self::assertSame(Jobs::WAITS, Jobs::get($id)['state'] ?? '');
        $jobs->run($id);
        self::assertSame([Jobs::DONE, 2], [Jobs::of(1)[$id]['state'], Jobs::of(1)[$id]['rows']]);
        $address = admin_url('admin-post.php?action=touchline_export_file&id=' . $id . '&_wpnonce=' . wp_create_nonce("touchline_export_file$id"));
        [$status, , $body] = self::request($address, [], $cookies);
        self::assertSame(200, $status);
        self::assertCount(2, json_decode($body, true));
        [$status] = self::request("$address-", [], $cookies);
        self::assertSame(403, $status);
        unset($_COOKIE[LOGGED_IN_COOKIE]);
        delete_user_meta(1, 'touchline_exports');
        self::assertSame([], Jobs::of(1));
        touch($files->path($id), time() - Files::KEPT - 1);
        $files->purge();
        self::assertFileDoesNotExist($files->path($id));
    }

    public function testRestTellsReportsAndRowsToWhomItMay(): void
    {
        $server = rest_get_server();
        $ask = static function (string $route, array $more = []) use ($server): WP_REST_Response {
            $request = new WP_REST_Request('GET', "/touchline/v1/$route");
            $request->set_query_params($more + self::view());
            return $server->dispatch($request);
        };
        self::assertSame(401, $ask('reports/overview')->get_status());
        self::assertSame(401, $ask('rows/orders')->get_status());
        wp_set_current_user(1);
        $answer = $ask('reports/dimension', ['dim' => 'campaign', 'credit' => 'all', 'orderby' => 'revenue', 'order' => 'asc'])->get_data();
        self::assertSame(['10.50', '20.00'], array_slice(array_column($answer['rows'], 'revenue'), 0, 2));
        self::assertSame(400, $ask('reports/dimension', ['dim' => 'colour'])->get_status());
        self::assertSame(400, $ask('reports/daily', ['window' => '900'])->get_status());
        self::assertSame(404, $ask('reports/secrets')->get_status());
        $reports = [];
        foreach ($server->get_routes('touchline/v1') as $route => $handlers) {
            if (! str_contains($route, '/reports/')) {
                continue;
            }
            $response = $ask(substr($route, strlen('/touchline/v1/')));
            $reports[] = basename($route);
            if ($response->get_status() === 400 && str_ends_with($route, '/ledger') && ! Touchline\WP\Analytics::there()) {
                continue; // it begins with what WooCommerce Analytics says
            }
            self::assertSame(200, $response->get_status(), $route . ': ' . json_encode($response->get_data()));
            $schema = $server->get_route_options($route)['schema']();
            $valid = rest_validate_value_from_schema(json_decode((string) json_encode($response->get_data()), true), $schema, $route);
            self::assertTrue($valid, is_wp_error($valid) ? $valid->get_error_message() : '');
            self::assertSame([], array_diff(array_keys($schema['properties']), array_keys((array) $response->get_data())), $route);
        }
        self::assertSame([], array_diff(['overview', 'daily', 'dimension', 'ledger', 'find', 'windows', 'campaigns', 'order_keys', 'basics'], $reports));
        self::assertSame(400, $ask('rows/credits', ['format' => 'pdf'])->get_status());
    }

    public function testASchemaTellsAnAnswerThatIsNone(): void
    {
        wp_set_current_user(1);
        $request = new WP_REST_Request('GET', '/touchline/v1/reports/daily');
        $request->set_query_params(self::view());
        $answer = rest_get_server()->dispatch($request)->get_data();
        $schema = Touchline\WP\Export\Shapes::schema('daily');
        self::assertTrue(rest_validate_value_from_schema($answer, $schema, 'daily'));
        foreach ([['orders', 'many'], ['total', '1,234.00'], ['partial', 'perhaps'], ['channels', ['email' => null]]] as [$name, $wrong]) {
            $bad = $answer;
            $bad['days'][0][$name] = $wrong;
            self::assertInstanceOf(WP_Error::class, rest_validate_value_from_schema($bad, $schema, 'daily'), $name);
        }
    }

    public function testRestPassesTheFileOfRowsThrough(): void
    {
        $cookies = self::login();
        $address = add_query_arg(['format' => 'csv', '_wpnonce' => wp_create_nonce('wp_rest')] + self::view(), rest_url('touchline/v1/rows/credits'));
        [$status, $headers, $body] = self::request($address, [], $cookies);
        self::assertSame(200, $status, $body);
        self::assertSame(['10.50', '20.00'], array_column(self::csv($body), 'credit'));
        self::assertStringContainsString('Content-Type: text/csv', $headers);
        self::assertStringContainsString('X-WP-Total: 2', $headers);
        self::assertSame([], glob((new Directory())->path() . '/exports/*'));
        unset($_COOKIE[LOGGED_IN_COOKIE]);
    }
}
