<?php

declare(strict_types=1);

namespace Touchline\WP\Export;

use Touchline\WP\Admin\CartWords;
use Touchline\WP\Admin\Dimensions;
use Touchline\WP\Admin\Format;
use Touchline\WP\Admin\Query;
use Touchline\WP\Admin\View\Books;
use Touchline\WP\Admin\View\Interactions;
use Touchline\WP\Admin\Words;
use Touchline\WP\PrivacyItems;

/**
 * How a table is set out in csv and xlsx: which columns, under which headings, keys in words, and what holds for all of its rows. With headings
 * as names, for programs, columns are called as in JSON; in words, for people, as on the pages. docs/reports.md, Exports.
 */
final class Layout
{
    /** Tables with rates whose numbers stand in no other column => which of the two are told. */
    private const COUNTED = ['report:quality_bands' => ['n'], 'report:interactions' => ['n', 'of']];
    /** Figures of these come by model, window and measure. */
    private const BY_MODEL = [
        'orders', 'credits', 'report:overview', 'report:funnel', 'report:daily', 'report:dimension', 'report:products', 'report:orders', 'report:paths',
        'report:path_length', 'report:time_lag', 'report:assists', 'report:models', 'report:windows', 'report:unattributed', 'report:heatmap', 'report:steps',
        'report:links', 'report:shop',
    ];
    /** Rows that each say when they were: a million of them need not say the period, too. */
    private const DATED = ['touches', 'sessions', 'events', 'clicks', 'messages', 'carts'];
    /** Tables whose rows are told apart by the query's dimension. */
    private const BY_DIMENSION = ['report:dimension', 'report:assists', 'report:models', 'report:carts', 'report:steps', 'report:paths'];

    private Headings $headings;
    private ?string $dimension;
    /** @var array<string, string|null> name => heading; null: left out */
    private array $columns = [];
    /** @var array<string, array<int|string, string>> */
    private array $words = [];

    /** @param array<string, mixed> $query model, window and measure among it */
    private function __construct(private string $table, private array $query, private bool $inWords)
    {
        $dim = is_string($query['dim'] ?? null) ? $query['dim'] : 'channel';
        $this->dimension = in_array($table, self::BY_DIMENSION, true) ? $dim : ($table === 'report:products' ? 'product' : null);
        $this->headings = new Headings($table, $this->dimension, (string) $query['measure']);
    }

    /**
     * As Store::export() takes it.
     *
     * @param string $name as of Store::export()
     * @param array<string, mixed> $query model, window and measure among it
     * @param bool $inWords headings and keys for people
     * @return array<string, mixed>
     */
    public static function of(string $name, array $query, string $format, bool $inWords): array
    {
        $table = isset(Shapes::ROWS[$name]) || str_starts_with($name, 'report:') ? $name : "report:$name";
        $layout = new self($table, $query, $inWords);
        $layout->take(Shapes::rows($table), []);
        $layout->dimension();
        $layout->columns['currency'] ??= $inWords ? __('Currency', 'touchline') : 'currency';
        return [
            'columns' => $layout->columns,
            'words' => $layout->words,
            'beside' => $layout->beside($format),
            'sheet' => __('About this table', 'touchline'),
        ];
    }

    /**
     * @param array<mixed> $shape
     * @param list<string> $path
     */
    private function take(array $shape, array $path): void
    {
        unset($shape['?']);
        foreach ($shape as $name => $kind) {
            $here = [...$path, (string) $name];
            $column = implode('_', $here);
            if ($kind === Shapes::QUALITY) {
                $this->figure($column, '_points', $this->headings->of($here));
                $this->columns["{$column}_sum"] = $this->columns["{$column}_of"] = null;
            } elseif (is_array($kind) && ! array_is_list($kind)) {
                $this->columns[$column] = null; // where no row has any of it
                $this->take($kind, $here);
            } else {
                $this->value($column, $here, is_array($kind) ? 'list' : rtrim($kind, '?'));
            }
        }
    }

    /** @param list<string> $path */
    private function value(string $column, array $path, string $kind): void
    {
        $heading = $this->headings->of($path);
        if ($kind === 'rate') {
            $this->rate($column, $path, $heading);
            return;
        }
        if ($kind === 'change') {
            $this->figure($column, '_percent', Headings::percent($heading));
            return;
        }
        $this->column($column, $heading);
        $words = $kind === 'b' ? ['1' => __('Yes', 'touchline'), '0' => __('No', 'touchline')] : self::vocabulary($this->table, $column);
        if ($this->inWords && $words !== []) {
            $this->words[$column] = $words;
        }
    }

    /** @param list<string> $path */
    private function rate(string $column, array $path, string $heading): void
    {
        $told = $column === 'share' ? [] : self::COUNTED[$this->table] ?? [];
        $this->figure($column, '_percent', Headings::percent($heading));
        if (in_array('of', $told, true)) {
            $this->columns["{$column}_n"] = $this->inWords ? $this->headings->of([...$path, 'orders']) : "{$column}_orders";
            $this->columns["{$column}_of"] = $this->inWords ? $this->headings->of([...$path, 'persons']) : "{$column}_persons";
            return;
        }
        $this->columns["{$column}_n"] = in_array('n', $told, true) ? ($this->inWords ? $heading : $column) : null;
        $this->columns["{$column}_of"] = null;
    }

    /** The part of a figure that is told; a column of the figure's own name is one that no row has. */
    private function figure(string $column, string $part, string $heading): void
    {
        $this->column($column . $part, $heading);
        $this->columns[$column] = $this->columns[$column . $part];
    }

    private function column(string $name, string $heading): void
    {
        $this->columns[$name] = $this->inWords ? $heading : (string) preg_replace('/_micros$/', '', $name);
    }

    /** The rows' own names: the key beside its words, where they are not the same. */
    private function dimension(): void
    {
        if ($this->dimension === null) {
            return;
        }
        $words = self::keys($this->dimension);
        if (isset($this->columns['path'])) {
            $this->words = ($this->inWords ? ['path' => $words] : []) + $this->words;
            return;
        }
        if (isset($this->columns['label'])) {
            $this->words['label'] = $words;
            if ($this->inWords && count($words) === 1 && $this->dimension !== 'product') {
                $this->columns['key'] = null; // it is the label
            }
            return;
        }
        $this->words['key'] = $words;
        $this->columns['key'] = $this->inWords ? $this->headings->of(['key']) : 'label';
        $this->columns['key_key'] = ! $this->inWords ? 'key' : (count($words) === 1 ? null : $this->headings->of(['key_key']));
    }

    /** @return array<int|string, string> */
    private static function keys(string $dimension): array
    {
        $known = match ($dimension) {
            'hour' => array_flip(array_map(static fn (int $hour): string => sprintf('%02d', $hour), range(0, 23))),
            'country' => Dimensions::countries(),
            default => Dimensions::keys($dimension) ?? [],
        };
        $words = ['' => Dimensions::name($dimension, '')];
        foreach ($known as $key => $_) {
            $words[(string) $key] = Dimensions::name($dimension, (string) $key);
        }
        return $words;
    }

    /** @return array<int|string, string> */
    private static function vocabulary(string $table, string $column): array
    {
        return match ($column) {
            'channel', 'shop', 'ours', 'back_channel' => Words::channels() + ($table === 'report:shop' ? ['' => __('Direct or not known', 'touchline')] : []),
            'path' => Words::channels(),
            'entry', 'back_entry' => Words::entries(),
            'evidence' => Words::evidences(),
            'page_type' => Words::pageTypes(),
            'intent' => Words::intents(),
            'device' => Words::devices(),
            'country' => Dimensions::countries(),
            'cause' => Words::causes(),
            'kind' => Words::touches(),
            'type' => PrivacyItems::deeds(),
            'direction' => ['in' => __('From the customer', 'touchline'), 'out' => __('From the shop', 'touchline')],
            'step' => in_array($table, ['report:overview', 'report:funnel'], true) ? Words::steps() : [],
            'weekday' => Dimensions::keys('weekday') ?? [],
            'line' => Books::lines(),
            'reason' => Words::uncounted(),
            'key' => $table === 'report:interactions' ? Interactions::all() : [],
            'status' => $table === 'messages' ? [] : self::statuses(),
            'state' => $table === 'events' ? ['granted' => __('Given', 'touchline'), 'denied' => __('Refused', 'touchline'),
                'withdrawn' => __('Taken back', 'touchline')] : CartWords::states() + ['recovered' => CartWords::state('recovered')],
            default => [],
        };
    }

    /** @return array<string, string> */
    private static function statuses(): array
    {
        $names = [];
        foreach (function_exists('wc_get_order_statuses') ? wc_get_order_statuses() : [] as $status => $name) {
            $names[(string) preg_replace('/^wc-/', '', (string) $status)] = (string) $name;
        }
        return $names;
    }

    /** @return array<string, string|int> what holds for every row: its heading => what it is */
    private function beside(string $format): array
    {
        $sheet = $format === 'xlsx';
        $names = $this->inWords ? [
            'shop' => __('Shop', 'touchline'), 'from' => __('First day', 'touchline'), 'to' => __('Last day', 'touchline'), 'model' => __('Model', 'touchline'),
            'window' => __('Window in days', 'touchline'), 'measure' => __('Amounts', 'touchline'), 'filters' => __('Only', 'touchline'),
            'made' => __('Made', 'touchline'),
        ] : ['shop' => 'shop', 'from' => 'period_from', 'to' => 'period_to', 'model' => 'model', 'window' => 'window_days', 'measure' => 'measure',
            'filters' => 'filters', 'made' => 'made_at'];
        $says = ($sheet ? ['shop' => wp_specialchars_decode(get_bloginfo('name'), ENT_QUOTES) . ', ' . home_url('/')] : []) + $this->holds($sheet)
            + ($sheet ? ['made' => (string) wp_date('Y-m-d H:i:s')] : []);
        $beside = [];
        foreach ($says as $name => $value) {
            $beside[$names[$name]] = $value;
        }
        return $beside;
    }

    /** @return array<string, string|int> */
    private function holds(bool $sheet): array
    {
        if (! $sheet && in_array($this->table, self::DATED, true)) {
            return [];
        }
        $query = $this->query;
        $day = static fn (mixed $ms): string => is_int($ms) ? Format::isoDay($ms) : '';
        $holds = ['from' => $day($query['from'] ?? null), 'to' => $day(is_int($query['to'] ?? null) ? $query['to'] - 1 : null)];
        if (in_array($this->table, self::BY_MODEL, true)) {
            $model = (string) $query['model'];
            $measure = (string) $query['measure'];
            $holds += [
                'model' => $this->inWords ? Words::models($query['positions'] ?? Query::POSITIONS)[$model] ?? $model : $model,
                'window' => (int) $query['window'],
                'measure' => $this->inWords ? Words::measures()[$measure] ?? $measure : $measure,
            ];
        }
        return $holds + ['filters' => implode('; ', $this->only())];
    }

    /** @return list<string> what the rows are narrowed by */
    private function only(): array
    {
        $only = [];
        foreach (is_array($this->query['filter'] ?? null) ? $this->query['filter'] : [] as $dimension => $keys) {
            $names = array_map(fn (mixed $key): string => $this->inWords ? Dimensions::name((string) $dimension, (string) $key) : (string) $key, (array) $keys);
            $only[] = ($this->inWords ? Dimensions::all()[$dimension] ?? $dimension : $dimension) . ': ' . implode(', ', $names);
        }
        $words = [
            'part' => [__('Part of the sales', 'touchline'), Words::parts()], 'state' => [__('Carts', 'touchline'), CartWords::states()],
            'cause' => [__('Cause', 'touchline'), Words::causes()], 'search' => [__('Search', 'touchline'), []],
            'credit' => [__('Whose sales', 'touchline'), Words::credits()], 'path' => [__('Way', 'touchline'), []],
        ];
        if ($this->dimension === 'channel' || isset($this->query['filter']['channel'])) {
            unset($words['credit']); // it is always of all
        }
        foreach ($words as $option => [$name, $values]) {
            $value = $this->query[$option] ?? null;
            $value = is_array($value) ? implode(' > ', $value) : $value;
            if (is_string($value) && $value !== '') {
                $only[] = $this->inWords ? $name . ': ' . ($values[$value] ?? $value) : "$option: $value";
            }
        }
        return $only;
    }
}
