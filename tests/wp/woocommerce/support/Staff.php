<?php

declare(strict_types=1);

namespace Touchline\Tests;

/** An administrator in wp-admin and, with the same login, on wc/v3. */
final class Staff extends Browser
{
    private string $nonce = '';

    public function login(string $name, string $password): self
    {
        $this->get('/wp-login.php');
        $this->send('POST', '/wp-login.php', ['log' => $name, 'pwd' => $password, 'testcookie' => '1', 'redirect_to' => $this->url . '/wp-admin/']);
        $this->nonce = $this->get('/wp-admin/admin-ajax.php?action=rest-nonce');
        preg_match('/^[0-9a-f]{10}$/D', $this->nonce) || throw new \RuntimeException('the administrator could not log in');
        return $this;
    }

    /** @param array<string, mixed> $body */
    public function rest(string $method, string $path, array $body = []): mixed
    {
        $answer = $this->json($method, "/wp-json/wc/v3/$path", $body, ["X-WP-Nonce: $this->nonce"]);
        return $this->status < 400 ? $answer : throw new \RuntimeException("$method $path: " . json_encode($answer));
    }

    /** Opens an order (or a new one), changes fields and presses 'Update'. Answers the page that comes then. @param array<string, mixed> $changes */
    public function saveOrder(?int $id, array $changes, string $storage): string
    {
        $page = $this->get($this->address($id, $storage));
        $fields = self::form($page, $storage !== 'posts' ? '//form[@id="order"]' : '//form[@id="post"]');
        $target = $storage !== 'posts' ? $this->address($id ?? (int) $fields['post_ID'], $storage) : '/wp-admin/post.php';
        return $this->send('POST', $target, array_replace($fields, $changes, ['save' => 'Update', 'wc_order_action' => '']));
    }

    /** The number of the order that the page is about. */
    public static function orderOn(string $page): int
    {
        return preg_match('/name=["\']post_ID["\'][^>]*value=["\'](\d+)|id=["\']post_ID["\'][^>]*value=["\'](\d+)/', $page, $match)
            ? (int) ($match[1] ?: $match[2])
            : throw new \RuntimeException('no order on the page');
    }

    /** The nonce that the order's screen gives to its own requests. */
    public function itemNonce(int $id, string $storage): string
    {
        return preg_match('/"order_item_nonce":"([0-9a-f]+)"/', $this->get($this->address($id, $storage)), $match)
            ? $match[1]
            : throw new \RuntimeException('no nonce on the order');
    }

    /** What the buttons 'Refund' and the waste basket of a refund send. @param array<string, mixed> $fields */
    public function ajax(string $action, int $order, string $storage, array $fields): mixed
    {
        $fields += ['action' => $action, 'order_id' => $order, 'security' => $this->itemNonce($order, $storage)];
        $answer = json_decode($this->send('POST', '/wp-admin/admin-ajax.php', $fields), true);
        return ($answer['success'] ?? $action === 'woocommerce_delete_refund') ? $answer : throw new \RuntimeException("$action: " . json_encode($answer));
    }

    /** A bulk action of the list of orders: trash, untrash, delete, mark_completed, ... */
    public function bulk(string $action, int $order, string $storage, int ...$more): void
    {
        $status = in_array($action, ['untrash', 'delete'], true) ? 'trash' : '';
        $list = $storage !== 'posts' ? "/wp-admin/admin.php?page=wc-orders&status=$status" : "/wp-admin/edit.php?post_type=shop_order&post_status=$status";
        preg_match('/name="_wpnonce" value="([0-9a-f]+)"/', $this->get($list), $match) || throw new \RuntimeException('no list of orders');
        $query = http_build_query([$storage !== 'posts' ? 'id' : 'post' => [$order, ...$more], 'action' => $action, '_wpnonce' => $match[1]]);
        $this->get("$list&$query", $this->url . $list);
    }

    /**
     * Tools > Erase (or Export) personal data: makes the request, and runs it as the page's script does.
     *
     * @return list<array<string, mixed>> what each of them answered last
     */
    public function privacyRequest(string $what, string $email): array
    {
        $word = $what === 'remove' ? 'erase' : 'export';
        $screen = "/wp-admin/$word-personal-data.php";
        $fields = self::form($this->get($screen), '//form[contains(@class, "wp-privacy-request-form")]');
        $this->send('POST', $screen, ['username_or_email_for_privacy_request' => $email] + array_diff_key($fields, ['send_confirmation_email' => 0]));
        $page = new \DOMDocument();
        $page->loadHTML($this->get($screen), LIBXML_NOERROR);
        $rows = (new \DOMXPath($page))->query("//tr[contains(., '$email')]//*[@data-request-id]");
        $row = $rows ? $rows->item(0) : null;
        $row instanceof \DOMElement || throw new \RuntimeException("no request of $email on $screen");
        $kind = $what === 'remove' ? 'eraser' : 'exporter';
        $answers = [];
        for ($n = 1; $n <= (int) $row->getAttribute("data-{$kind}s-count"); $n++) {
            for ($part = 1, $done = false; ! $done; $part++) {
                $answer = json_decode($this->send('POST', '/wp-admin/admin-ajax.php', [
                    'action' => "wp-privacy-$word-personal-data", 'id' => $row->getAttribute('data-request-id'), 'page' => $part, $kind => $n,
                    'security' => $row->getAttribute('data-nonce'), 'sendAsEmail' => 'false',
                ]), true);
                ($answer['success'] ?? false) || throw new \RuntimeException("$kind $n: " . json_encode($answer));
                $done = $answer['data']['done'];
                $answers[$n - 1] = $answer['data'];
            }
        }
        return $answers;
    }

    private function address(?int $id, string $storage): string
    {
        if ($storage !== 'posts') {
            return '/wp-admin/admin.php?page=wc-orders&action=' . ($id === null ? 'new' : "edit&id=$id");
        }
        return $id === null ? '/wp-admin/post-new.php?post_type=shop_order' : "/wp-admin/post.php?post=$id&action=edit";
    }
}
