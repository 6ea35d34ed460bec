/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The database, version by version. A change is a new version, never an edit of a released one. */
#include "tl_store_schema.h"

/* Numbers for channel, entry, kind, type, intent, page_type and device are the enums of tl_types.h.
 * "at" columns are ms UTC, money columns are micros. */
const char tl_store_schema_v1[] =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"

    /* kind 1: statuses in which an order has been paid or accepted; 2: statuses in which it does not count */
    "CREATE TABLE status(kind INTEGER NOT NULL, status TEXT NOT NULL, PRIMARY KEY(kind, status)) STRICT, WITHOUT ROWID;"
    "INSERT INTO status VALUES(1, 'processing'), (1, 'completed'), (2, 'pending'), (2, 'failed'), (2, 'cancelled');"

    /* how far each spool segment has been read; committed together with the rows that came from it */
    "CREATE TABLE segment(name TEXT PRIMARY KEY, offset INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

    /* pages, products, categories, placements, countries, ...: rows of events are small integers. id 0 is never used */
    "CREATE TABLE dict(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL, name TEXT, named_at INTEGER,"
    " UNIQUE(kind, value)) STRICT;"
    /* where sessions came from; ad: the number of the click id among docs/format.md's, 0: none */
    "CREATE TABLE source(id INTEGER PRIMARY KEY, channel INTEGER NOT NULL, entry INTEGER NOT NULL,"
    " source TEXT NOT NULL, medium TEXT NOT NULL, campaign TEXT NOT NULL, content TEXT NOT NULL, term TEXT NOT NULL,"
    " ad INTEGER NOT NULL, referrer TEXT NOT NULL,"
    " UNIQUE(channel, entry, source, medium, campaign, content, term, ad, referrer)) STRICT;"

    /* people: identities joined by links; person is the least identity id of the component, derived from the links.
     * shared: it ties so many customers (or, a code, more than one clicking visitor) that it stops tying and is a
     * person of its own */
    "CREATE TABLE identity(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, value TEXT NOT NULL, person INTEGER NOT NULL,"
    " shared INTEGER NOT NULL DEFAULT 0, UNIQUE(kind, value)) STRICT;"
    "CREATE INDEX identity_person ON identity(person);"
    /* both directions are stored. by: 0 for what an event carried, the order for a code that its newest snapshot
       carries */
    "CREATE TABLE link(a INTEGER NOT NULL, b INTEGER NOT NULL, by INTEGER NOT NULL, PRIMARY KEY(a, b, by))"
    " STRICT, WITHOUT ROWID;"

    /* what visitors did, clustered by visitor (0: none) so that a duplicate is found beside its twin.
     * n1: active_ms of engagement, items of cart; of a click derived: 1 counts, 0 repeats one on its page within 10 s.
     * n2: depth of engagement, value of cart and checkout. code: of link_open its token */
    "CREATE TABLE event(visitor INTEGER NOT NULL, at INTEGER NOT NULL, hash INTEGER NOT NULL, type INTEGER NOT NULL,"
    " page INTEGER, page_type INTEGER, product INTEGER, source INTEGER, campaign TEXT, code TEXT, intent INTEGER,"
    " placement INTEGER, device INTEGER, country INTEGER, view TEXT, n1 INTEGER, n2 INTEGER, text INTEGER,"
    " PRIMARY KEY(visitor, at, hash)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX event_seen ON event(at) WHERE type = 6;"
    "CREATE INDEX event_click ON event(at) WHERE type = 7;"
    "CREATE INDEX event_code ON event(code) WHERE code IS NOT NULL;"
    /* ids that callers gave, and ids of events without a visitor */
    "CREATE TABLE event_id(id BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;"
    "CREATE TABLE bot(day INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(day, name))"
    " STRICT, WITHOUT ROWID;"

    /* hash: of its first event, for two sessions that begin in one millisecond */
    "CREATE TABLE session(visitor INTEGER NOT NULL, start INTEGER NOT NULL, hash INTEGER NOT NULL, end INTEGER NOT "
    "NULL,"
    " source INTEGER NOT NULL, landing INTEGER, device INTEGER, country INTEGER, views INTEGER NOT NULL, products "
    "INTEGER NOT NULL,"
    " clicks INTEGER NOT NULL, carts INTEGER NOT NULL, active_ms INTEGER NOT NULL, engaged INTEGER NOT NULL,"
    " PRIMARY KEY(visitor, start, hash)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX session_start ON session(start);"

    /* what can earn credit; identity is the visitor, or the phone or bsuid that wrote; hash: of the event it is made
     * from, so that touches of one moment have an order; session: its start, 0 for chats; code: the click's, the
     * chat's, a link's token */
    "CREATE TABLE touch(id INTEGER PRIMARY KEY, identity INTEGER NOT NULL, at INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " hash INTEGER NOT NULL, session INTEGER NOT NULL, channel INTEGER NOT NULL, entry INTEGER NOT NULL, source "
    "INTEGER,"
    " page INTEGER, page_type INTEGER, product INTEGER, code TEXT, intent INTEGER) STRICT;"
    "CREATE INDEX touch_identity ON touch(identity, at);"

    /* status: the highest of accepted, sent, delivered, read; ad: it carries an ad's id; hash: of the key, orders a
       moment */
    "CREATE TABLE message(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identity INTEGER, at INTEGER NOT NULL,"
    " direction INTEGER NOT NULL, status INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, conversation "
    "TEXT,"
    " template TEXT, category INTEGER, price INTEGER, currency TEXT, code TEXT, ad INTEGER NOT NULL DEFAULT 0,"
    " intent INTEGER, forwarded INTEGER NOT NULL DEFAULT 0, hash INTEGER NOT NULL) STRICT;"
    "CREATE INDEX message_identity ON message(identity, at, hash);"
    "CREATE INDEX message_code ON message(code) WHERE code IS NOT NULL;"

    /* orders as their newest snapshot says (snapshot_at 0: only a refund has told of it yet); counted_at, reason,
     * person and the path are derived */
    "CREATE TABLE orders(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, snapshot_at INTEGER NOT NULL,"
    " snapshot_hash INTEGER NOT NULL, number TEXT, status TEXT NOT NULL, currency TEXT NOT NULL,"
    " placed_at INTEGER NOT NULL, paid_at INTEGER, accepted_at INTEGER, total INTEGER NOT NULL, tax INTEGER NOT NULL,"
    " shipping INTEGER NOT NULL, discount INTEGER NOT NULL, fees INTEGER NOT NULL, renewal INTEGER NOT NULL,"
    " test INTEGER NOT NULL, left_out INTEGER NOT NULL, created_via TEXT, payment TEXT, payment_title TEXT, country "
    "INTEGER,"
    " visitor INTEGER, customer INTEGER, email INTEGER, phone INTEGER, code TEXT, code_by TEXT, code_at INTEGER,"
    " token TEXT, shop_source INTEGER,"
    " counted_at INTEGER, reason INTEGER NOT NULL DEFAULT 0, person INTEGER, dirty INTEGER NOT NULL DEFAULT 1) STRICT;"
    "CREATE INDEX orders_placed ON orders(placed_at);"
    "CREATE INDEX orders_person ON orders(person);"
    "CREATE INDEX orders_code ON orders(code) WHERE code IS NOT NULL;"
    "CREATE INDEX orders_dirty ON orders(id) WHERE dirty = 1;"
    "CREATE TABLE order_status(order_id INTEGER NOT NULL, status TEXT NOT NULL, first_at INTEGER NOT NULL,"
    " PRIMARY KEY(order_id, status)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE order_line(order_id INTEGER NOT NULL, pos INTEGER NOT NULL, product INTEGER, quantity INTEGER NOT "
    "NULL,"
    " net INTEGER NOT NULL, tax INTEGER NOT NULL, PRIMARY KEY(order_id, pos)) STRICT, WITHOUT ROWID;"
    /* own 0: of the newest snapshot; own 1: the newest refund event of that key, which holds while it is newer than the
     * snapshot. effective, net and gross (what it takes back, metrics.md, Money) are derived in order of at */
    "CREATE TABLE order_refund(order_id INTEGER NOT NULL, key TEXT NOT NULL, own INTEGER NOT NULL, at INTEGER NOT NULL,"
    " hash INTEGER NOT NULL, total INTEGER NOT NULL, tax INTEGER NOT NULL, shipping INTEGER NOT NULL, lines INTEGER "
    "NOT NULL,"
    " deleted INTEGER NOT NULL, effective INTEGER NOT NULL DEFAULT 0, net INTEGER NOT NULL DEFAULT 0,"
    " gross INTEGER NOT NULL DEFAULT 0, PRIMARY KEY(order_id, key, own)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX order_refund_at ON order_refund(at) WHERE effective = 1;"
    /* the order path: touches of the order's person in the 90 days before it was placed up to counted_at (placed_at
     * when it never counted), oldest first. evidence: tl_evidence of this touch; chat_at: the chat that the click led
     * to */
    "CREATE TABLE order_path(order_id INTEGER NOT NULL, pos INTEGER NOT NULL, touch INTEGER NOT NULL,"
    " evidence INTEGER NOT NULL, chat_at INTEGER, PRIMARY KEY(order_id, pos)) STRICT, WITHOUT ROWID;";

/* category: what an order's line belongs to; lines of before have none until their order is read again (backfill,
 * reconcile). moves: tl_store_moves.c; NULL is made when it is asked for. viewed: numbers of the products looked at.
 * rollup: visits by UTC day and what they are told apart by, so that no report counts all visits (tl_store_rollup.h has
 * the kinds). click: the clicks that count, by time, each with its visit; who deletes a click's event deletes it here.
 */
const char tl_store_schema_v2[] =
    "ALTER TABLE order_line ADD COLUMN category INTEGER;"
    "ALTER TABLE orders ADD COLUMN moves BLOB;"
    "ALTER TABLE session ADD COLUMN viewed TEXT;"
    "UPDATE session SET viewed = (SELECT group_concat(product) FROM (SELECT DISTINCT e.product FROM event e"
    " WHERE e.visitor = session.visitor AND e.at BETWEEN session.start AND session.end AND e.type = 2"
    " AND e.product IS NOT NULL));"
    "CREATE TABLE rollup(kind INTEGER NOT NULL, day INTEGER NOT NULL, key INTEGER NOT NULL, n INTEGER NOT NULL,"
    " PRIMARY KEY(kind, day, key)) STRICT, WITHOUT ROWID;"
    "INSERT INTO rollup SELECT 1, start / 86400000, source, COUNT(*) FROM session GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 2, start / 86400000, COALESCE(landing, 0), COUNT(*) FROM session GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 3, start / 86400000, COALESCE(device, 0), COUNT(*) FROM session GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 4, start / 86400000, COALESCE(country, 0), COUNT(*) FROM session GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 5, start / 86400000, start % 86400000 / 3600000, COUNT(*) FROM session GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 6, start / 86400000, product, COUNT(*) FROM (SELECT DISTINCT x.visitor, x.start,"
    " x.hash, e.product FROM session x JOIN event e ON e.visitor = x.visitor AND e.at BETWEEN x.start AND x.end"
    " WHERE e.type = 2 AND e.product IS NOT NULL) GROUP BY 2, 3;"
    "INSERT INTO rollup SELECT 7, start / 86400000, 0, COUNT(*) FROM session WHERE viewed IS NOT NULL GROUP BY 2;"
    "DROP INDEX event_click;"
    "CREATE TABLE click(at INTEGER NOT NULL, visitor INTEGER NOT NULL, hash INTEGER NOT NULL, page INTEGER,"
    " page_type INTEGER, product INTEGER, source INTEGER NOT NULL, landing INTEGER, device INTEGER, country INTEGER,"
    " PRIMARY KEY(at, visitor, hash)) STRICT, WITHOUT ROWID;"
    "INSERT INTO click SELECT e.at, e.visitor, e.hash, e.page, e.page_type, e.product, x.source, x.landing, x.device,"
    " x.country FROM event e JOIN session x ON x.visitor = e.visitor AND (x.start, x.hash) = (SELECT y.start, y.hash"
    " FROM session y WHERE y.visitor = e.visitor AND y.start <= e.at ORDER BY y.start DESC, y.hash DESC LIMIT 1)"
    " WHERE e.type = 7 AND e.n1 = 1;";

/* unlinked: its person was erased; whatever snapshot comes, nobody is tied to it again. frozen: what its path was made
 * from was deleted by its age; the path is in `moves` alone and stays as it is. The id of a page view is asked for with
 * engagement alone. event_cart: whether a click led to a cart; touch_at: what was touched in a period.
 * orders_person: whether a touch led to an order, without a look at the order. */
const char tl_store_schema_v3[] =
    "ALTER TABLE orders ADD COLUMN unlinked INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE orders ADD COLUMN frozen INTEGER NOT NULL DEFAULT 0;"
    "UPDATE event SET view = NULL WHERE type <> 5 AND view IS NOT NULL;"
    "CREATE INDEX event_cart ON event(visitor, at, hash) WHERE type IN (9, 10);"
    "CREATE INDEX touch_at ON touch(at);"
    "DROP INDEX orders_person;"
    "CREATE INDEX orders_person ON orders(person, placed_at, counted_at, reason, renewal);";

/* day_person: whose the order's browser is when that is tied to nobody (a hash of the day): its visits are the order's,
 * not the person's. */
const char tl_store_schema_v4[] =
    "ALTER TABLE orders ADD COLUMN day_person INTEGER;"
    "CREATE INDEX orders_day_person ON orders(day_person, placed_at, counted_at, reason, renewal)"
    " WHERE day_person IS NOT NULL;";

/* quality: metrics.md, Sessions and engagement, in parts of which TL_QUALITY_POINT make a point, so that nothing is
 * rounded. Of each cell of the roll-ups, how many of its visits are engaged, and the sum of their quality; NULL for
 * days whose visits were deleted by their age before anybody counted these. */
#define OF_SESSION                                                                                                     \
    " FROM event e WHERE e.visitor = session.visitor AND (e.at, e.hash) >= (session.start, session.hash)"              \
    " AND e.at <= session.end AND NOT EXISTS(SELECT 1 FROM session n WHERE n.visitor = session.visitor"                \
    " AND n.start = session.end AND (n.start, n.hash) > (session.start, session.hash)"                                 \
    " AND (n.start, n.hash) <= (e.at, e.hash))"
#define KEPT_DAYS                                                                                                      \
    " WHERE start / 86400000 >= (SELECT (COALESCE(MAX(value), 0) + 86399999) / 86400000 FROM meta WHERE key = "        \
    "'pruned_before')"
#define FILLED " GROUP BY 2, 3 ON CONFLICT DO UPDATE SET engaged = excluded.engaged, quality = excluded.quality;"
#define FILL(kind, key)                                                                                                \
    "INSERT INTO rollup(kind, day, key, n, engaged, quality) SELECT " kind ", start / 86400000, " key ", COUNT(*),"    \
    " SUM(engaged), SUM(quality) FROM session" KEPT_DAYS
const char tl_store_schema_v5[] =
    "ALTER TABLE session ADD COLUMN quality INTEGER NOT NULL DEFAULT 0;"
    "UPDATE session SET quality = MIN(active_ms, 60000) + 10000 * products"
    " + 300 * COALESCE((SELECT MAX(e.n2)" OF_SESSION " AND e.type = 5), 0)"
    " + 30000 * (carts > 0 OR EXISTS(SELECT 1" OF_SESSION " AND e.type IN (3, 4)));"
    "ALTER TABLE rollup ADD COLUMN engaged INTEGER;"
    "ALTER TABLE rollup ADD COLUMN quality INTEGER;" FILL("1", "source") FILLED FILL("2", "COALESCE(landing, 0)")
        FILLED FILL("3", "COALESCE(device, 0)") FILLED FILL("4", "COALESCE(country, 0)")
            FILLED FILL("5", "start % 86400000 / 3600000") FILLED
    "WITH RECURSIVE part(start, engaged, quality, product, rest) AS (SELECT start, engaged, quality, 0, viewed || ','"
    " FROM session WHERE viewed IS NOT NULL UNION ALL SELECT start, engaged, quality,"
    " CAST(SUBSTR(rest, 1, INSTR(rest, ',') - 1) AS INTEGER), SUBSTR(rest, INSTR(rest, ',') + 1) FROM part"
    " WHERE rest <> '') INSERT INTO rollup(kind, day, key, n, engaged, quality) SELECT 6, start / 86400000, product,"
    " COUNT(*), SUM(engaged), SUM(quality) FROM part" KEPT_DAYS " AND product <> 0" FILLED FILL(
        "7", "0") " AND viewed IS NOT NULL" FILLED FILL("8", "2 * MIN(quality / 37500, 3) + (clicks > 0)") FILLED;

/* action: what was done with a cart; n1 and n2 of carts and checkouts are NULL where nothing was told, and no longer
 * where it was 0. Before this version the currency of a cart was not kept: the shop's own stands for it.
 * cart: tl_store_carts.c; it is filled by tl__carts_fill. end: tl_cart_end. event_link: the few links that were opened,
 * without a look at all codes. */
const char tl_store_schema_v6[] =
    "ALTER TABLE event ADD COLUMN action INTEGER;"
    "ALTER TABLE event ADD COLUMN currency TEXT;"
    "UPDATE event SET currency = (SELECT currency FROM orders WHERE snapshot_at > 0 GROUP BY currency"
    " ORDER BY COUNT(*) DESC, currency LIMIT 1) WHERE type IN (9, 10);"
    "CREATE TABLE cart(start INTEGER NOT NULL, person INTEGER NOT NULL, left_before INTEGER NOT NULL,"
    " end INTEGER NOT NULL, checkout_at INTEGER, source INTEGER NOT NULL, landing INTEGER, device INTEGER,"
    " country INTEGER, whatsapp_at INTEGER, order_id INTEGER, ordered_at INTEGER, counts INTEGER NOT NULL,"
    " net INTEGER NOT NULL, gross INTEGER NOT NULL, currency TEXT, touched_at INTEGER, linked_at INTEGER,"
    " pauses BLOB NOT NULL, PRIMARY KEY(start, person)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX cart_person ON cart(person);"
    "CREATE INDEX event_link ON event(at) WHERE type = 8;";

/* pack: tl_store_pack.c; id: kind * 2^20 + UTC day, rows NULL: to be made. A day is emptied when something that its
 * rows are made from changes or goes, or turns out to be another person's: here. What comes ingest notes
 * (tl_store_changed.c), but for orders and messages. What a touch and a click tell of their visit comes and goes with
 * it. orders_late: orders that first counted a day and more after they were placed. */
#define EMPTIED " ON CONFLICT DO UPDATE SET rows = NULL WHERE rows IS NOT NULL;"
#define IN_DAYS(at) at " BETWEEN 0 AND 90596966399999"
#define EMPTY(kind, at) "INSERT INTO pack(id) SELECT " kind " * 1048576 + " at " / 86400000 WHERE " IN_DAYS(at) EMPTIED
#define EMPTY_OF(kind, at, from)                                                                                       \
    "INSERT INTO pack(id) SELECT DISTINCT " kind " * 1048576 + " at " / 86400000 FROM " from " AND " IN_DAYS(at) EMPTIED
#define ON(name, event) "CREATE TRIGGER pack_" name " AFTER " event " BEGIN "
/* What a click led to its person's carts say. */
#define EMPTY_CLICKS(of) EMPTY_OF("3", "s.start", of " AND s.clicks > 0") EMPTY_OF("3", "s.end", of " AND s.clicks > 0")
#define CART_OF(visitor, at)                                                                                           \
    EMPTY_CLICKS("identity i JOIN identity j ON j.person = i.person JOIN session s ON s.visitor = j.id"                \
                 " WHERE i.id = " visitor " AND s.end >= " at " - 7776000000")
/* And to which click a chat belongs its person's clicks say, within a day, or the click with its code. */
#define CHATS_OF(person)                                                                                               \
    EMPTY_OF("2", "t.at", "identity j JOIN touch t ON t.identity = j.id WHERE j.person = " person " AND t.kind = 3")
#define CHATS_WITH(code) EMPTY_OF("2", "at", "message WHERE code = " code " AND direction = 1")
#define ORDERED(of)                                                                                                    \
    EMPTY_CLICKS("identity j JOIN session s ON s.visitor = j.id WHERE j.person IN (" of ".person, " of ".day_person)"  \
                 " AND s.end >= " of ".placed_at")
#define CLICKS_OF(person) EMPTY_CLICKS("identity j JOIN session s ON s.visitor = j.id WHERE j.person = " person)
#define OF_IDENTITY                                                                                                    \
    EMPTY_OF("1", "start", "session WHERE visitor = old.id")                                                           \
    EMPTY_OF("2", "at", "touch WHERE identity = old.id")                                                               \
    CLICKS_OF("old.person")                                                                                            \
    CHATS_OF("old.person") EMPTY_OF("4", "at", "message WHERE identity = old.id AND direction = 1")
#define FIRST(kind, at, from) EMPTY_OF(kind, at, from " WHERE 1")
const char tl_store_schema_v7[] =
    "CREATE INDEX orders_late ON orders(counted_at) WHERE counted_at - placed_at > 86400000;"
    "CREATE INDEX message_in ON message(at) WHERE direction = 1;"
    "CREATE TABLE pack(id INTEGER PRIMARY KEY, rows BLOB) STRICT;"
    "CREATE INDEX pack_empty ON pack(id) WHERE rows IS NULL;"
    /* A trigger a paragraph. */
    /* clang-format off */
    FIRST("0", "placed_at", "orders") FIRST("1", "start", "session") FIRST("2", "at", "touch")
    FIRST("3", "at", "click") EMPTY_OF("4", "at", "message WHERE direction = 1")

    /* whatever of an order changes, it is derived anew, which ends with what it moved */
    ON("order_comes", "INSERT ON orders") EMPTY("0", "new.placed_at") "END;"
    ON("order_derived", "UPDATE OF moves ON orders") EMPTY("0", "new.placed_at") ORDERED("new") "END;"
    ON("order_moves", "UPDATE OF placed_at ON orders WHEN old.placed_at <> new.placed_at")
        EMPTY("0", "old.placed_at") ORDERED("old") "END;"
    ON("order_leaves", "UPDATE OF person, day_person ON orders WHEN old.person IS NOT new.person"
       " AND old.person IS NOT NULL OR old.day_person IS NOT new.day_person AND old.day_person IS NOT NULL")
        ORDERED("old") "END;"
    ON("order_goes", "DELETE ON orders") EMPTY("0", "old.placed_at") ORDERED("old") "END;"

    /* those that come are noted by ingest: tl__day_changes */
    ON("visit_goes", "DELETE ON session") EMPTY("1", "old.start") "END;"
    ON("touch_goes", "DELETE ON touch") EMPTY("2", "old.at") "END;"
    ON("touch_click_goes", "DELETE ON touch WHEN old.kind = 2") EMPTY("2", "(old.at + 86400000)") "END;"
    ON("click_goes", "DELETE ON click") EMPTY("3", "old.at") "END;"
    ON("code_goes", "DELETE ON event WHEN old.type = 7 AND old.code IS NOT NULL") CHATS_WITH("old.code") "END;"
    ON("cart_goes", "DELETE ON event WHEN old.type IN (9, 10)") CART_OF("old.visitor", "old.at") "END;"

    ON("chat_comes", "INSERT ON message") EMPTY("4", "new.at") "END;"
    ON("chat_changes", "UPDATE OF identity, at, direction, intent ON message") EMPTY("4", "old.at")
        EMPTY("4", "new.at") "END;"
    ON("chat_goes", "DELETE ON message") EMPTY("4", "old.at") "END;"

    /* of visitors, phones and WhatsApp ids: by the others nothing was done */
    ON("person_changes", "UPDATE OF person, shared ON identity WHEN old.kind IN (1, 4, 5)"
       " AND (old.person <> new.person OR old.shared <> new.shared)")
        OF_IDENTITY CLICKS_OF("new.person") CHATS_OF("new.person") "END;"
    ON("person_goes", "DELETE ON identity") OF_IDENTITY "END;"
    /* clang-format on */
    ;
