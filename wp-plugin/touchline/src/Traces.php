<?php

declare(strict_types=1);

namespace Touchline\WP;

/** The names of everything that the plugin leaves in WordPress: deactivation ends the schedules, uninstall.php deletes the rest. */
final class Traces
{
    /** Of WP-Cron and Action Scheduler. */
    public const SCHEDULES = [
        'touchline_ingest', 'touchline_probe', 'touchline_prune', 'touchline_weekly', 'touchline_check', 'touchline_rotate_key', 'touchline_export',
        'touchline_reconcile', 'touchline_reconcile_step', 'touchline_backfill_step',
    ];

    /** Of what Action Scheduler does for us. */
    public const GROUP = 'touchline';

    public const OPTIONS = [
        'touchline_settings', 'touchline_button', 'touchline_privacy', 'touchline_directory', 'touchline_identity_key', 'touchline_identity_key_next',
        'touchline_key_rotation', 'touchline_site_id', 'touchline_beacon', 'touchline_last_errors', 'touchline_backfill_last', 'touchline_check',
        'touchline_closed', 'touchline_cron', 'touchline_nodes', 'touchline_reconcile', 'touchline_backfill',
        'touchline_team', 'touchline_moments', 'touchline_before', 'touchline_changes',
    ];

    /** Those that every page of the shop asks for: they are there from the start, so that WordPress loads them with all others. */
    public const ON_EVERY_PAGE = [
        'touchline_settings', 'touchline_button', 'touchline_privacy', 'touchline_team', 'touchline_moments', 'touchline_before',
    ];

    /** Posts that the plugin alone knows, with all that hangs on them. */
    public const POST_TYPES = ['touchline_link'];

    /** Of the whole network of sites. */
    public const NETWORK = ['touchline_beacon_sites'];

    /** These are followed by an id. */
    public const TRANSIENTS = 'touchline_';

    public const USER_META = [
        'touchline_exports', 'touchline_rows_per_page', 'managewoocommerce_page_touchlinecolumnshidden', 'managetoplevel_page_touchlinecolumnshidden',
    ];

    /** Not the mark of an erased person's order: without it a later backfill would bring that person back. */
    public const ORDER_META = ['_touchline_visitor', '_touchline_code', '_touchline_code_by', '_touchline_code_at'];
}
