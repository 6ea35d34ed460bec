<?php

declare(strict_types=1);

namespace Touchline\Tests\Audit;

/** What is asked of the shop, as the page's address says it and as the references read it. */
final class Question
{
    public readonly int $from;
    public readonly int $to;
    /** The period beside it: as many days before. */
    public readonly int $before;

    /** @param array<string, list<string>> $filter */
    public function __construct(
        public readonly string $first,
        public readonly string $last,
        public readonly int $window = 7,
        public readonly string $measure = 'net',
        public readonly string $model = 'last_non_direct',
        public readonly string $currency = 'EUR',
        public readonly array $filter = []
    ) {
        $zone = new \DateTimeZone(Story::ZONE);
        $from = new \DateTimeImmutable($first, $zone);
        $to = (new \DateTimeImmutable($last, $zone))->modify('+1 day');
        $days = (int) round(($to->getTimestamp() - $from->getTimestamp()) / 86400);
        $this->from = $from->getTimestamp() * 1000;
        $this->to = $to->getTimestamp() * 1000;
        $this->before = $from->modify("-$days days")->getTimestamp() * 1000;
    }

    /** The same of the period beside it. */
    public function beside(): self
    {
        $zone = new \DateTimeZone(Story::ZONE);
        $day = static fn (int $ms): string => (new \DateTimeImmutable('@' . intdiv($ms, 1000)))->setTimezone($zone)->format('Y-m-d');
        return new self($day($this->before), $day($this->from - 1000), $this->window, $this->measure, $this->model, $this->currency, $this->filter);
    }

    public function model(string $model): self
    {
        return new self($this->first, $this->last, $this->window, $this->measure, $model, $this->currency, $this->filter);
    }

    /** @return array<string, mixed> */
    public function address(): array
    {
        return array_filter(['period' => 'custom', 'from' => $this->first, 'to' => $this->last, 'window' => (string) $this->window, 'measure' => $this->measure,
            'model' => $this->model, 'currency' => $this->currency, 'filter' => $this->filter]);
    }

    public function holds(int $at): bool
    {
        return $at >= $this->from && $at < $this->to;
    }

    public function span(): int
    {
        return $this->window * Story::DAY;
    }

    public static function local(int $at, string $format): string
    {
        return (new \DateTimeImmutable('@' . intdiv($at, 1000)))->setTimezone(new \DateTimeZone(Story::ZONE))->format($format);
    }

    public function __toString(): string
    {
        $filter = $this->filter ? ' ' . json_encode($this->filter) : '';
        return "$this->first to $this->last, $this->model, $this->window days, $this->measure, $this->currency$filter";
    }
}
