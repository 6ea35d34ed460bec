<?php

declare(strict_types=1);

/** Requests of somebody who is logged in, over HTTP. */
trait Visits
{
    /**
     * @param array<string, mixed> $fields
     * @param list<string> $headers
     * @return array{int, string} status, body
     */
    private static function visit(string $method, string $address, string $cookies, array $fields = [], array $headers = []): array
    {
        $context = stream_context_create(['http' => [
            'method' => $method, 'header' => ['Content-Type: application/x-www-form-urlencoded', "Cookie: $cookies", ...$headers],
            'content' => http_build_query($fields), 'ignore_errors' => true, 'follow_location' => 0, 'timeout' => 30,
        ]]);
        $body = (string) file_get_contents($address, false, $context);
        return [(int) substr($http_response_header[0], 9, 3), $body];
    }

    /** The cookies of a user, whose nonces this process makes from now on. */
    private static function login(int $user): string
    {
        wp_set_current_user($user);
        $until = time() + HOUR_IN_SECONDS;
        $token = WP_Session_Tokens::get_instance($user)->create($until);
        $_COOKIE[LOGGED_IN_COOKIE] = wp_generate_auth_cookie($user, $until, 'logged_in', $token);
        return LOGGED_IN_COOKIE . '=' . $_COOKIE[LOGGED_IN_COOKIE] . '; ' . AUTH_COOKIE . '=' . wp_generate_auth_cookie($user, $until, 'auth', $token);
    }

    private static function logout(): void
    {
        unset($_COOKIE[LOGGED_IN_COOKIE]);
        wp_set_current_user(0);
    }
}
