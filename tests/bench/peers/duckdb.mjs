// The same questions asked of DuckDB, over the same rows in its own tables. Prints milliseconds as JSON.
//   duckdb.mjs PACKAGES EVENTS PATHS_FILE ROWS_FOLDER
import { createRequire } from 'node:module';

const [, , packages, events, paths, folder] = process.argv;
const { DuckDBInstance } = createRequire(`${packages}/`)('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const out = { threads: 0 };

const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjects();
async function timed(sql, times = 3) {
  let best = Infinity;
  let answer;
  for (let i = 0; i < times; i++) {
    const began = process.hrtime.bigint();
    answer = await rows(sql);
    best = Math.min(best, Number(process.hrtime.bigint() - began) / 1e6);
  }
  return [best, answer];
}

out.threads = Number((await rows("SELECT current_setting('threads') AS n"))[0].n);
const n = Number(events);
await connection.run(`CREATE TABLE event AS SELECT 'v' || (i * 7919 % (${n} // 20 + 1)) AS visitor, i * 104729 % (${n} * 50) * 20 AS moment, i FROM range(${n}) t(i)`);
const [sessionize, answer] = await timed(`SELECT count(*) FILTER (WHERE begins) AS sessions, sum(number) AS numbers FROM (SELECT begins, sum(begins::INT) OVER
  (PARTITION BY visitor ORDER BY moment, i) AS number FROM (SELECT visitor, moment, i, coalesce(moment - lag(moment) OVER (PARTITION BY visitor ORDER BY moment, i) > 1800000, true) AS begins FROM event))`);
out.sessionize_ms = sessionize;
out.sessions = Number(answer[0].sessions);
await connection.run('DROP TABLE event');

await connection.run(`CREATE TABLE path AS SELECT touches, value, len(touches) AS n FROM read_json('${paths}', columns = {touches: 'VARCHAR[]', value: 'BIGINT'})`);
const shared = (weight) => `SELECT key, sum(value * (${weight})) AS credit FROM (SELECT unnest(touches) AS key, generate_subscripts(touches, 1) AS i, n, value FROM path) GROUP BY key`;
for (const [model, sql] of Object.entries({
  first: 'SELECT touches[1] AS key, sum(value) FROM path GROUP BY 1',
  last: 'SELECT touches[-1] AS key, sum(value) FROM path GROUP BY 1',
  linear: shared('1.0 / n'),
  position: shared('CASE WHEN n = 1 THEN 1.0 WHEN n = 2 THEN 0.5 WHEN i IN (1, n) THEN 0.4 ELSE 0.2 / (n - 2) END'),
})) {
  [out[`attribute_${model}_ms`]] = await timed(sql);
}

for (const table of ['sessions', 'touches', 'orders']) {
  await connection.run(`CREATE TABLE ${table} AS SELECT * FROM read_json_auto('${folder}/${table}.json', sample_size = -1)`);
}
// Last touch that is not direct in the week before the order, per channel; visits beside it.
const channel = (from, to) => `WITH earned AS (SELECT o."order", any_value(o.total_micros) AS total,
    coalesce(arg_max(t.channel, t."at") FILTER (WHERE t.channel <> 'direct'), any_value(t.channel) FILTER (WHERE t.channel = 'direct'), 'unknown') AS channel
    FROM orders o LEFT JOIN touches t ON t.person = o.person AND t."at" BETWEEN o.placed_at - 604800000 AND o.placed_at
    WHERE o.placed_at >= ${from} AND o.placed_at < ${to} GROUP BY 1)
  SELECT channel, sum(total)::BIGINT AS revenue, any_value(v.visits) AS visits FROM earned LEFT JOIN
    (SELECT channel, count(*) AS visits FROM sessions WHERE "at" >= ${from} AND "at" < ${to} GROUP BY 1) v USING (channel) GROUP BY 1`;
const start = 1767225600000;
const day = 86400000;
for (const [name, from, to] of [['all', start, start + 300 * day], ['month', start + 100 * day, start + 130 * day]]) {
  const [ms, says] = await timed(channel(from, to), 7);
  out[`channel_${name}_ms`] = ms;
  out[`channel_${name}_says`] = Object.fromEntries(says.map((row) => [row.channel, Number(row.revenue)]));
}
console.log(JSON.stringify(out));
