<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\Query;
use Touchline\WP\Analytics;
use Touchline\WP\Engine;
use Touchline\WP\Settings;

/**
 * touchline/v1/reports/<name> and touchline/v1/rows/<name>, for who may see the page. Parameters are those of the page's address; one
 * that does not hold is an error here, as a program reads no notice.
 */
final class Rest
{
    private const SPACE = 'touchline/v1';
    /** Of the page's address, as text. */
    private const TEXTS = ['period', 'from', 'to', 'compare', 'model', 'measure', 'currency', 'part', 'dim', 'orderby', 'order', 'code', 'cause', 'credit',
        'positions', 'state'];

    private ?string $sending = null;

    public function __construct(private readonly Engine $engine, private readonly Settings $settings, private readonly Files $files)
    {
    }

    public function hook(): void
    {
        add_action('rest_api_init', [$this, 'routes']);
        add_filter('rest_pre_serve_request', [$this, 'serve'], 10, 2);
    }

    public function routes(): void
    {
        $may = static fn (): bool => current_user_can('view_touchline');
        foreach (array_keys(Shapes::ALL) as $name) {
            register_rest_route(self::SPACE, "/reports/$name", [
                ['methods' => 'GET', 'callback' => fn (\WP_REST_Request $request) => $this->report($name, $request), 'permission_callback' => $may,
                    'args' => self::arguments()],
                'schema' => static fn (): array => Shapes::schema($name),
            ]);
        }
        foreach (array_keys(Shapes::ROWS) as $name) {
            $format = ['type' => 'string', 'enum' => array_keys(Files::FORMATS), 'default' => 'ndjson'];
            $headings = ['type' => 'string', 'enum' => ['names', 'words'], 'default' => 'names'];
            register_rest_route(self::SPACE, "/rows/$name", [
                ['methods' => 'GET', 'callback' => fn (\WP_REST_Request $request) => $this->rows($name, $request), 'permission_callback' => $may,
                    'args' => ['format' => $format, 'headings' => $headings] + self::arguments()],
            ]);
        }
    }

    /** @param \WP_REST_Request<array<string, mixed>> $request */
    private function report(string $name, \WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        return $this->answer($request, function (Query $query) use ($name, $request): \WP_REST_Response {
            $sorted = ['orderby' => $request['orderby'] === null ? null : $query->orderby, 'order' => $request['order'] === null ? null : $query->order];
            $only = $name === 'unattributed' && $query->cause !== '' ? $query->cause : null;
            $more = ['dim' => $query->dim ?? ($name === 'dimension' ? 'channel' : null), 'credit' => $query->credit, 'part' => $query->part,
                'path' => $query->path ?: null, 'cause' => $only, 'code' => $name === 'code' ? $query->code : null,
                'search' => $query->search === '' ? null : $query->search, 'state' => $name === 'cart_list' ? $query->state : null];
            $more += $name === 'ledger' ? $this->shop($query) : [];
            $limit = (int) ($request['per_page'] ?? Query::PER_PAGE);
            $page = ['limit' => $limit, 'offset' => ($query->paged - 1) * $limit];
            return new \WP_REST_Response($this->engine->report($name, $query->report($more + $sorted + $page)));
        });
    }

    /**
     * What WooCommerce Analytics says of the period: the ledger begins with it.
     *
     * @return array{shop: list<array{string, int}>, currency: string}
     */
    private function shop(Query $query): array
    {
        if (! Analytics::there()) {
            throw new \Touchline\QueryException(__('WooCommerce Analytics is not switched on here, so there is nothing to compare with.', 'touchline'));
        }
        $currency = $query->currency ?? (string) $this->engine->report('basics', $query->report())['currency'];
        return [
            'shop' => Analytics::sums($query->period->from, $query->period->to, $currency, $query->measure === 'total'),
            'currency' => $currency,
        ];
    }

    /** @param \WP_REST_Request<array<string, mixed>> $request */
    private function rows(string $name, \WP_REST_Request $request): \WP_REST_Response|\WP_Error
    {
        return $this->answer($request, function (Query $query) use ($name, $request): \WP_REST_Response {
            $id = Files::id();
            $format = (string) $request['format'];
            $asked = $query->report($name === 'carts' ? ['state' => $query->state] : []);
            $rows = $this->engine->export($name, $asked, $this->files->path($id), $format, null, $request['headings'] === 'words');
            $this->sending = $id;
            return new \WP_REST_Response(null, 200, ['X-WP-Total' => (string) $rows] + Files::headers($this->files->path($id), "touchline-$name", $format));
        });
    }

    /** In place of a body in JSON: the file that rows() made, passed through. */
    public function serve(bool $served, \WP_HTTP_Response $response): bool
    {
        if ($served || $this->sending === null || $response->get_status() !== 200) {
            return $served;
        }
        Files::pass($this->files->path($this->sending));
        $this->files->remove($this->sending);
        $this->sending = null;
        return true;
    }

    /**
     * @param \WP_REST_Request<array<string, mixed>> $request
     * @param callable(Query): \WP_REST_Response $do
     */
    private function answer(\WP_REST_Request $request, callable $do): \WP_REST_Response|\WP_Error
    {
        if (! $this->engine->ready()) {
            return new \WP_Error('touchline_not_ready', (string) $this->engine->reason(), ['status' => 503]);
        }
        $query = Query::of($this->settings, $request->get_query_params());
        if ($query->notices() !== []) {
            return new \WP_Error('rest_invalid_param', implode(' ', $query->notices()), ['status' => 400]);
        }
        try {
            return $do($query);
        } catch (\Touchline\QueryException $error) {
            return new \WP_Error('touchline_query', $error->getMessage(), ['status' => 400]);
        } catch (\Touchline\Exception $error) {
            return new \WP_Error('touchline_store', $error->getMessage(), ['status' => 500]);
        }
    }

    /** @return array<string, array<string, mixed>> */
    private static function arguments(): array
    {
        $whole = static fn (int $most): array => ['type' => 'integer', 'minimum' => 1, 'maximum' => $most];
        $keys = ['type' => ['array', 'string'], 'items' => ['type' => 'string']];
        return array_fill_keys(self::TEXTS, ['type' => 'string']) + [
            's' => ['type' => 'string'],
            'window' => $whole(90),
            'half_life' => $whole(Query::LONGEST_HALF_LIFE),
            'paged' => $whole(100000),
            'per_page' => $whole(Query::MOST),
            'filter' => ['type' => 'object', 'additionalProperties' => $keys],
            'path' => ['type' => 'array', 'items' => ['type' => 'string']],
        ];
    }
}
