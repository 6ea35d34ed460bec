<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** The shop (shop.php), each time in a process of its own, with a store of its own. */
final class Asking
{
    /** Columns that a dimension does not have, as docs/reports.md lists them. */
    public const NO_VISITS = ['page_type', 'category', 'evidence', 'customer', 'intent'];
    public const NO_CLICKS = ['entry', 'category', 'evidence', 'customer'];

    private readonly string $dir;
    /** @var array<string, mixed> */
    private array $said = [];
    /** @var array<string, int> */
    private array $orders = [];

    public function __construct(private readonly string $site)
    {
        $this->dir = sys_get_temp_dir() . '/touchline-audit-' . bin2hex(random_bytes(6));
        mkdir($this->dir, 0700);
    }

    /** @return array{orders: array<string, int>, products: list<int>, events: list<array<string, mixed>>} events with the shop's own products */
    public function fill(Story $story): array
    {
        $done = $this->run('fill', ['events' => $story->events, 'orders' => $story->orders]);
        $this->orders = $done['orders'];
        $events = array_map(static function (array $event) use ($done): array {
            return isset($event['product']) ? ['product' => (string) $done['products'][(int) substr($event['product'], 1) - 1]] + $event : $event;
        }, $story->events);
        return $done + ['events' => $events];
    }

    /** @param array<string, array<string, mixed>> $questions */
    public function ask(array $questions): void
    {
        $this->said = $this->run('ask', ['questions' => $questions, 'orders' => array_values($this->orders)]);
    }

    /** @return array<string, mixed> */
    public function ingest(): array
    {
        return $this->said['ingest'];
    }

    /** @return array<string, mixed> */
    public function check(): array
    {
        return $this->said['check'];
    }

    public function answer(string $question): mixed
    {
        $answer = $this->said['answers'][$question];
        return isset($answer['error']) ? throw new \RuntimeException("$question: " . json_encode($answer['error'])) : $answer;
    }

    public function clean(): void
    {
        $this->run('clean', ['orders' => array_values($this->orders)]);
        $files = new \RecursiveDirectoryIterator($this->dir, \FilesystemIterator::SKIP_DOTS);
        foreach (new \RecursiveIteratorIterator($files, \RecursiveIteratorIterator::CHILD_FIRST) as $file) {
            is_dir((string) $file) ? rmdir((string) $file) : unlink((string) $file);
        }
        rmdir($this->dir);
    }

    /** @param array<string, mixed> $with @return array<string, mixed> */
    private function run(string $do, array $with): array
    {
        $file = "$this->dir/$do.json";
        file_put_contents($file, json_encode($with, JSON_THROW_ON_ERROR));
        $words = ["$this->site/php", '-d', "touchline.dir=$this->dir/store", dirname(__DIR__, 4) . '/script/lib/in-wordpress.php', "$this->site/wordpress",
            (string) getenv('TOUCHLINE_URL'), __DIR__ . '/shop.php', $do, $file];
        $process = proc_open($words, [1 => ['file', "$file.out", 'w'], 2 => ['file', "$file.err", 'w']], $pipes);
        is_resource($process) || throw new \RuntimeException($words[0]);
        $status = proc_close($process);
        if ($status !== 0 || ! is_file("$file.answer")) {
            throw new \RuntimeException("$do ended with $status: " . file_get_contents("$file.err") . file_get_contents("$file.out"));
        }
        return json_decode((string) file_get_contents("$file.answer"), true, 512, JSON_THROW_ON_ERROR);
    }
}
