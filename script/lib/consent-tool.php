<?php

/**
 * Plugin Name: A consent tool for tests and the demo
 * Description: Speaks the WP Consent API: the cookies wp_consent_* say what a visitor chose; who has not chosen has agreed, but where a cookie `ask` is.
 */

declare(strict_types=1);

function wp_has_consent(string $category): bool
{
    return ($_COOKIE["wp_consent_$category"] ?? (isset($_COOKIE['ask']) ? 'deny' : 'allow')) === 'allow';
}

add_action('wp_head', static function (): void {
    ?>
    <script>
    function wp_has_consent(category) {
        var known = document.cookie.match('(?:^|; )wp_consent_' + category + '=(allow|deny)');
        return known ? known[1] === 'allow' : !/(^|; )ask=/.test(document.cookie);
    }
    function wp_set_consent(category, value) {
        document.cookie = 'wp_consent_' + category + '=' + value + '; path=/';
        var detail = {};
        detail[category] = value;
        document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', { detail: detail }));
    }
    </script>
    <?php
});
