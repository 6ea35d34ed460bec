<?php

declare(strict_types=1);

namespace Touchline\WP\Health;

/** WordPress's own page Tools > Site Health: our tests, and our part of its information. */
final class SiteHealth
{
    private const SPACE = 'touchline/v1';

    public function __construct(private readonly Checks $checks, private readonly Facts $facts)
    {
    }

    public function hook(): void
    {
        add_filter('site_status_tests', [$this, 'tests']);
        add_filter('debug_information', [$this, 'information']);
        add_action('rest_api_init', [$this, 'route']);
    }

    /**
     * @param array<string, array<string, array<string, mixed>>> $tests
     * @return array<string, array<string, array<string, mixed>>>
     */
    public function tests(array $tests): array
    {
        foreach ($this->checks->names() as $name) {
            $slow = in_array($name, Checks::SLOW, true);
            $tests[$slow ? 'async' : 'direct']["touchline_$name"] = ['label' => "Touchline: $name"] + ($slow ? [
                'test' => rest_url(self::SPACE . "/health/$name"), 'has_rest' => true,
                // WordPress's weekly look of its own has no browser.
                'async_direct_test' => fn (): array => $this->asked($name),
            ] : ['test' => fn (): array => $this->told($name)]);
        }
        return $tests;
    }

    public function route(): void
    {
        register_rest_route(self::SPACE, '/health/(?P<name>' . implode('|', Checks::SLOW) . ')', [
            'methods' => 'GET',
            'callback' => fn (\WP_REST_Request $request): array => $this->asked((string) $request['name']),
            'permission_callback' => static fn (): bool => current_user_can('view_site_health_checks'),
        ]);
    }

    /**
     * @param array<string, mixed> $information
     * @return array<string, mixed>
     */
    public function information(array $information): array
    {
        $fields = [];
        foreach ($this->facts->all() as $name => [$label, $value]) {
            $fields[$name] = ['label' => $label, 'value' => $value];
        }
        $information['touchline'] = ['label' => 'Touchline', 'fields' => $fields];
        return $information;
    }

    /** @return array<string, mixed> */
    private function asked(string $name): array
    {
        $this->checks->ask($name);
        return $this->told($name);
    }

    /** @return array<string, mixed> as WordPress wants it: HTML, escaped here */
    private function told(string $name): array
    {
        $result = $this->checks->run($name);
        $color = [Result::GOOD => 'green', Result::RECOMMENDED => 'orange', Result::CRITICAL => 'red'][$result->status] ?? 'gray';
        $more = $result->do === '' ? '' : '<p>' . esc_html($result->do) . '</p>';
        return [
            'label' => esc_html($result->label),
            'status' => $result->status,
            'badge' => ['label' => 'Touchline', 'color' => $color],
            'description' => '<p>' . esc_html(Facts::masked($result->text)) . '</p>' . $more,
            'actions' => $result->tab === '' ? '' : sprintf(
                '<a href="%s">%s</a>',
                esc_url(admin_url('admin.php?page=touchline&tab=' . $result->tab)),
                esc_html__('See it on the Touchline page', 'touchline')
            ),
            'test' => "touchline_$name",
        ];
    }
}
