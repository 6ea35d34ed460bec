<?php

declare(strict_types=1);

namespace Touchline\WP\Admin;

/** The tabs in WordPress's command palette (Ctrl+K): in all of wp-admin from 6.9 on, in the editors before. */
final class Commands
{
    private const SCRIPT = '(function (all) {
  var palette = wp.data.dispatch(wp.commands.store);
  all.forEach(function (one) {
    palette.registerCommand({ name: one.name, label: one.label, searchLabel: one.label, callback: function (box) { box.close(); location.href = one.url; } });
  });
})(%s);';

    public function hook(): void
    {
        add_action('admin_enqueue_scripts', [self::class, 'register'], 20);
    }

    public static function register(): void
    {
        if (current_user_can('view_touchline') && wp_script_is('wp-commands', 'registered')) {
            wp_add_inline_script('wp-commands', sprintf(self::SCRIPT, (string) wp_json_encode(self::all(), JSON_HEX_TAG | JSON_UNESCAPED_SLASHES)));
        }
    }

    /** @return list<array{name: string, label: string, url: string}> */
    private static function all(): array
    {
        $all = [];
        foreach (Tabs::titles() as $tab => $title) {
            if ($tab === Tabs::SETTINGS && ! Page::maySettings()) {
                continue;
            }
            $all[] = [
                'name' => "touchline/$tab",
                /* translators: %s: name of a tab, such as Overview */
                'label' => sprintf(__('Touchline: %s', 'touchline'), $title),
                'url' => add_query_arg(['page' => Page::SLUG] + ($tab === Tabs::FIRST ? [] : ['tab' => $tab]), admin_url('admin.php')),
            ];
        }
        return $all;
    }
}
