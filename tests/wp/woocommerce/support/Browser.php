<?php

declare(strict_types=1);

namespace Touchline\Tests;

/** One browser with its cookies, over HTTP: a shopper's, or an administrator's. */
class Browser
{
    private const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

    private \CurlHandle $curl;

    /** @var array<string, string> of the last answer, in lower case */
    public array $headers = [];

    public int $status = 0;

    /** @var array<string, mixed> what the page told the button's script */
    private array $page = [];

    public function __construct(protected string $url, string $agent = self::AGENT)
    {
        $this->curl = curl_init() ?: throw new \RuntimeException('curl');
        curl_setopt_array($this->curl, [
            CURLOPT_RETURNTRANSFER => true, CURLOPT_FOLLOWLOCATION => true, CURLOPT_COOKIEFILE => '', CURLOPT_TIMEOUT => 60, CURLOPT_USERAGENT => $agent,
            CURLOPT_HEADERFUNCTION => function (\CurlHandle $curl, string $line): int {
                [$name, $value] = explode(':', $line, 2) + [1 => ''];
                $this->headers[strtolower($name)] = trim($value);
                return strlen($line);
            },
        ]);
    }

    /** @param list<string> $headers @param array<string, mixed>|string|null $body */
    public function send(string $method, string $path, array|string|null $body = null, array $headers = []): string
    {
        $this->headers = [];
        curl_setopt_array($this->curl, [
            CURLOPT_URL => str_starts_with($path, 'http') ? $path : $this->url . $path,
            CURLOPT_HTTPHEADER => [...$headers, 'Expect:'],
        ]);
        if ($method === 'GET') {
            curl_setopt($this->curl, CURLOPT_HTTPGET, true);
        } else {
            curl_setopt($this->curl, CURLOPT_POST, true);
            curl_setopt($this->curl, CURLOPT_POSTFIELDS, is_array($body) ? http_build_query($body) : ($body ?? ''));
        }
        // POST stays unnamed, so that a redirect after it is followed by GET.
        curl_setopt($this->curl, CURLOPT_CUSTOMREQUEST, $method === 'GET' || $method === 'POST' ? null : $method);
        $answer = curl_exec($this->curl);
        $this->status = (int) curl_getinfo($this->curl, CURLINFO_RESPONSE_CODE);
        if (! is_string($answer) || $this->status >= 500 || $this->status === 0) {
            throw new \RuntimeException("$method $path answered $this->status: " . curl_error($this->curl) . substr((string) $answer, 0, 2000));
        }
        return $answer;
    }

    public function cookie(string $name, string $value): static
    {
        curl_setopt($this->curl, CURLOPT_COOKIELIST, "Set-Cookie: $name=$value; path=/; domain=" . parse_url($this->url, PHP_URL_HOST));
        return $this;
    }

    public function get(string $path, string $referrer = ''): string
    {
        return $this->send('GET', $path, null, $referrer === '' ? [] : ["Referer: $referrer"]);
    }

    /** @param array<string, mixed> $body @param list<string> $headers */
    public function json(string $method, string $path, array $body = [], array $headers = []): mixed
    {
        $answer = $this->send($method, $path, $method === 'GET' ? null : (string) json_encode($body), ['Content-Type: application/json', ...$headers]);
        return json_decode($answer, true) ?? throw new \RuntimeException("$method $path answered no JSON: " . substr($answer, 0, 500));
    }

    /** Looks at a page as people do: the button's script tells the beacon. */
    public function visit(string $path, string $referrer = ''): static
    {
        $html = $this->get($path, $referrer);
        preg_match('/data-touchline="([^"]+)"/', $html, $match) || throw new \RuntimeException("no WhatsApp button on $path");
        $this->page = json_decode(html_entity_decode($match[1], ENT_QUOTES), true, 16, JSON_THROW_ON_ERROR);
        $this->page += ['path' => (string) parse_url($path, PHP_URL_PATH), 'view' => bin2hex(random_bytes(8))];
        parse_str((string) parse_url($path, PHP_URL_QUERY), $query);
        $landing = array_filter([
            'referrer' => $referrer, 'source' => $query['utm_source'] ?? '', 'medium' => $query['utm_medium'] ?? '', 'campaign' => $query['utm_campaign'] ?? '',
        ]);
        $this->tell(isset($this->page['product']) ? 'product_view' : 'page_view', $landing);
        return $this;
    }

    /** Presses the button; answers the reference code of the message. */
    public function press(): string
    {
        $code = '';
        for ($i = 0; $i < 8; $i++) {
            $code .= '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[random_int(0, 31)];
        }
        $this->tell('button_click', ['placement' => 'floating', 'code' => $code]);
        return $code;
    }

    /** @param array<string, string> $fields */
    private function tell(string $type, array $fields): void
    {
        $event = ['type' => $type, 'path' => $this->page['path'], 'view' => $this->page['view']] + $fields;
        foreach (['page_type', 'product', 'product_name'] as $name) {
            if (isset($this->page[$name]) && ($name === 'page_type' || $type !== 'page_view')) {
                $event[$name] = (string) $this->page[$name];
            }
        }
        $endpoint = $this->page['endpoint'] . (str_contains($this->page['endpoint'], '?') ? '&c=1' : '?c=1'); // everybody agrees
        $this->send('POST', $endpoint, (string) json_encode([$event]), ['Content-Type: text/plain', "Origin: $this->url"]);
        if ($this->status >= 400) {
            throw new \RuntimeException("the beacon answered $this->status");
        }
    }

    /**
     * The fields of a form as a browser would send them.
     *
     * @return array<string, mixed>
     */
    public static function form(string $html, string $expression): array
    {
        $page = new \DOMDocument();
        @$page->loadHTML('<?xml encoding="utf-8"?>' . $html);
        $path = new \DOMXPath($page);
        $form = $path->query($expression)->item(0) ?? throw new \RuntimeException("no form $expression");
        $pairs = [];
        foreach ($path->query('.//input[@name] | .//textarea[@name] | .//select[@name]', $form) as $field) {
            /** @var \DOMElement $field */
            $type = strtolower($field->getAttribute('type'));
            if ($field->hasAttribute('disabled') || in_array($type, ['submit', 'button', 'image', 'file', 'reset'], true)) {
                continue;
            }
            if (in_array($type, ['checkbox', 'radio'], true) && ! $field->hasAttribute('checked')) {
                continue;
            }
            if ($field->nodeName === 'select') {
                $chosen = $path->query('.//option[@selected]', $field);
                $chosen = $chosen->length > 0 || $field->hasAttribute('multiple') ? $chosen : $path->query('.//option[1]', $field);
                foreach ($chosen as $option) {
                    $pairs[] = [$field->getAttribute('name'), $option->getAttribute('value')];
                }
                continue;
            }
            $pairs[] = [$field->getAttribute('name'), $field->nodeName === 'textarea' ? $field->textContent : $field->getAttribute('value')];
        }
        parse_str(implode('&', array_map(static fn (array $pair): string => urlencode($pair[0]) . '=' . urlencode($pair[1]), $pairs)), $fields);
        return $fields;
    }
}
