/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test.h"

#include <pthread.h>
#include <sys/wait.h>
#include <time.h>

#define CHROME                                                                                                         \
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
#define IPHONE                                                                                                         \
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 "    \
    "Mobile/15E148 Safari/604.1"
#define ANDROID                                                                                                        \
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile "         \
    "Safari/537.36"

/* The label as a string that lives until the next call. */
static tl_code classify(tl_slice rules, tl_slice subject, const tl_value *own, const char **label, tl_err *err) {
    static _Thread_local char text[256];
    tl_arena arena;
    tl_slice found;
    tl_arena_init(&arena, tl_default_allocator);
    tl_code code = tl_classify(rules, subject, own, &arena, &found, err);
    *label = found.ptr ? text : NULL;
    snprintf(text, sizeof text, "%.*s", found.ptr ? (int)found.len : 0, found.ptr ? found.ptr : "");
    tl_arena_destroy(&arena);
    return code;
}

typedef struct example {
    const char *rules, *subject, *label; /* NULL: no rule matches */
} example;

static void labels(const example *examples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        const example *e = &examples[i];
        const char *label = "?";
        tl_err err = {0};
        tl_code code = classify(tl_slice_of(e->rules), tl_slice_of(e->subject), NULL, &label, &err);
        bool right = code == TL_OK && (e->label && label ? strcmp(label, e->label) == 0 : label == e->label);
        test_check(right, __FILE__, __LINE__, "%s of '%s': %s, wanted %s", e->rules, e->subject,
                   code ? err.msg : (label ? label : "none"), e->label ? e->label : "none");
    }
}
#define LABELS(examples) labels(examples, sizeof(examples) / sizeof(*(examples)))

/* ---- user agents ------------------------------------------------------------------------------------------------- */

static const example bots[] = {
    {"bot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Googlebot"},
    {"bot", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "bingbot"},
    {"bot", "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)", "SemrushBot"},
    {"bot", "curl/8.5.0", "curl"},
    {"bot", "Wget/1.21.4", "wget"},
    {"bot", "python-requests/2.32.3", "python-requests"},
    {"bot", "Go-http-client/2.0", "Go-http-client"},
    {"bot", "GuzzleHttp/7", "Guzzle"},
    {"bot", "PHP/8.3.6", "PHP"},
    {"bot",
     "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
     "HeadlessChrome"}};

static const example previews[] = {
    {"bot", "WhatsApp/2.23.20.0 A", "preview"},
    {"bot", "WhatsApp/2.2412.54 W", "preview"},
    {"bot", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "preview"},
    {"bot",
     "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
     "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
     "preview"},
    {"bot", "TelegramBot (like TwitterBot)", "preview"},
    {"bot", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "preview"},
    {"bot", "Twitterbot/1.0", "preview"},
    {"bot", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)", "preview"},
    {"bot", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5", "preview"},
    {"bot", "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)", "preview"}};

static const example people[] = {
    {"bot", CHROME, NULL},
    {"bot", IPHONE, NULL},
    {"bot", ANDROID, NULL},
    {"bot", "", NULL},
    /* shops opened inside Facebook's, Instagram's and Pinterest's apps */
    {"bot",
     "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 "
     "Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0.0.0.1;]",
     NULL},
    {"bot",
     "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
     "Instagram 300.0 (iPhone14,5; iOS 17_0; en_US; en; scale=3.00; 1170x2532; 1)",
     NULL},
    {"bot", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [Pinterest/iOS]",
     NULL},
    /* a phone that is called so */
    {"bot",
     "Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile "
     "Safari/537.36",
     NULL},
    {"device", CHROME, "desktop"},
    {"device", IPHONE, "mobile"},
    {"device", ANDROID, "mobile"},
    {"device",
     "Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Version/16.0 Mobile/15E148 Safari/604.1",
     "tablet"},
    {"device", "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36", "tablet"},
    {"device", "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "desktop"},
    {"device", "", NULL}};

/* ---- referrers and campaigns ------------------------------------------------------------------------------------- */

static const example hosts[] = {{"channel", "https://www.google.com/", "organic_search"},
                                {"channel", "https://www.google.com.au:443/search?q=boots", "organic_search"},
                                {"channel", "HTTPS://WWW.Google.CO.UK/", "organic_search"},
                                {"channel", "google.de", "organic_search"},
                                {"channel", "https://duckduckgo.com/?q=boots", "organic_search"},
                                {"channel", "https://search.brave.com/", "organic_search"},
                                {"channel", "https://yandex.ru/clck", "organic_search"},
                                {"channel", "android-app://com.google.android.googlequicksearchbox/", "organic_search"},
                                {"channel", "https://l.instagram.com/?u=x", "social"},
                                {"channel", "https://m.facebook.com/", "social"},
                                {"channel", "https://t.co/abc", "social"},
                                {"channel", "https://pinterest.de/pin/1", "social"},
                                {"channel", "https://mail.google.com/", "email"},
                                {"channel", "https://outlook.live.com/mail", "email"},
                                {"channel", "android-app://com.google.android.gm", "email"},
                                {"channel", "https://wa.me/491711234567", "whatsapp"},
                                {"channel", "https://web.whatsapp.com/", "whatsapp"},
                                {"channel", "https://api.whatsapp.com/send", "whatsapp"},
                                {"channel", "https://l.wl.co/l?u=x", "whatsapp"},
                                {"channel", "android-app://com.whatsapp", "whatsapp"},
                                {"channel", "https://chatgpt.com/", "referral"},
                                {"channel", "https://gemini.google.com/app", "referral"},
                                {"channel", "https://www.paypal.com/checkoutnow", "payment"},
                                {"channel", "https://checkout.stripe.com/c/pay/x", "payment"},
                                {"channel", "https://hooks.stripe.com/3d_secure", "payment"},
                                {"channel", "https://pay.klarna.com/", "payment"},
                                {"channel", "https://www.mollie.com/checkout", "payment"},
                                {"channel", "https://secure.przelewy24.pl/", "payment"},
                                {"channel", "https://sis.redsys.es/sis", "payment"},
                                {"channel", "https://acs.bank.example.com/auth", "payment"},
                                {"channel", "https://secure5.arcot.com/acspage", "payment"},
                                {"channel", "https://acs.org/", NULL},
                                {"channel", "https://a-blog.example/boots?from=google.com", NULL},
                                {"channel", "https://notgoogle.com/", NULL},
                                {"channel", "https://google.com.evil.example/", NULL},
                                {"channel", "https://google.com@evil.example/", NULL},
                                {"channel", "https://[::1]/", NULL},
                                {"channel", "", NULL}};

static const example media[] = {{"medium", "google/cpc", "paid_search"},
                                {"medium", "GOOGLE/CPC", "paid_search"},
                                {"medium", "bing/ppc", "paid_search"},
                                {"medium", "/paidsearch", "paid_search"},
                                {"medium", "google/organic", "organic_search"},
                                {"medium", "google/", "organic_search"},
                                {"medium", "facebook/cpc", "paid_social"},
                                {"medium", "instagram/paid_social", "paid_social"},
                                {"medium", "meta/paid-social", "paid_social"},
                                {"medium", "instagram/social", "social"},
                                {"medium", "facebook/", "social"},
                                {"medium", "newsletter/email", "email"},
                                {"medium", "autumn/e-mail", "email"},
                                {"medium", "whatsapp/broadcast", "whatsapp"},
                                {"medium", "shop/whatsapp", "whatsapp"},
                                {"medium", "wa/", "whatsapp"},
                                {"medium", "a-blog/referral", "referral"},
                                {"medium", "partner/affiliate", "referral"},
                                {"medium", "flyer/qr", "other"},
                                {"medium", "", NULL}};

static void tells_user_agents_and_hosts(void) {
    LABELS(bots);
    LABELS(previews);
    LABELS(people);
    LABELS(hosts);
    LABELS(media);
}

/* ---- origins ----------------------------------------------------------------------------------------------------- */

typedef struct landing {
    const char *referrer, *source, *medium, *campaign, *ad;
    tl_channel channel;
    tl_entry entry;
    const char *host;
    bool named;
} landing;

static tl_slice given(const char *text) {
    return text ? tl_slice_of(text) : (tl_slice){"", 0};
}

static const landing landings[] = {
    {0, 0, 0, 0, 0, TL_CHANNEL_DIRECT, TL_ENTRY_NONE, "", false},
    {"https://www.google.com/", 0, 0, 0, 0, TL_CHANNEL_ORGANIC_SEARCH, TL_ENTRY_NONE, "google.com", false},
    {"https://a-blog.example/", 0, 0, 0, 0, TL_CHANNEL_REFERRAL, TL_ENTRY_NONE, "a-blog.example", false},
    {"https://www.paypal.com/", 0, 0, 0, 0, TL_CHANNEL_DIRECT, TL_ENTRY_NONE, "", false},
    {"https://www.paypal.com/", "google", "cpc", 0, 0, TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "", true},
    {"https://wa.me/1", 0, 0, 0, 0, TL_CHANNEL_WHATSAPP, TL_ENTRY_ORGANIC, "wa.me", false},
    {"https://wa.me/1", "newsletter", "email", 0, 0, TL_CHANNEL_EMAIL, TL_ENTRY_NONE, "wa.me", true},
    {0, "whatsapp", "broadcast", "spring", 0, TL_CHANNEL_WHATSAPP, TL_ENTRY_CAMPAIGN, "", true},
    {0, 0, 0, 0, "ctwa_clid", TL_CHANNEL_WHATSAPP, TL_ENTRY_AD, "", true},
    {0, "facebook", "paid", 0, "ctwa_clid", TL_CHANNEL_WHATSAPP, TL_ENTRY_AD, "", true},
    {0, 0, 0, 0, "gclid", TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "", true},
    {"https://www.google.com/", 0, 0, 0, "wbraid", TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "google.com", true},
    {0, "google", 0, 0, "gclid", TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "", true},
    {0, 0, 0, 0, "msclkid", TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "", true},
    {0, 0, 0, 0, "fbclid", TL_CHANNEL_PAID_SOCIAL, TL_ENTRY_NONE, "", true},
    {0, "newsletter", "email", 0, "fbclid", TL_CHANNEL_EMAIL, TL_ENTRY_NONE, "", true},
    {0, "instagram", "social", 0, "fbclid", TL_CHANNEL_SOCIAL, TL_ENTRY_NONE, "", true},
    /* Facebook's click id behind Facebook's referrer stands in any post's link */
    {"https://l.facebook.com/", 0, 0, 0, "fbclid", TL_CHANNEL_SOCIAL, TL_ENTRY_NONE, "l.facebook.com", true},
    {0, 0, 0, 0, "ttclid", TL_CHANNEL_PAID_SOCIAL, TL_ENTRY_NONE, "", true},
    {0, "flyer", "qr", "spring", 0, TL_CHANNEL_OTHER, TL_ENTRY_NONE, "", true},
    {"https://www.google.com/", 0, 0, "spring", 0, TL_CHANNEL_OTHER, TL_ENTRY_NONE, "google.com", true},
    {0, "flyer", "qr", 0, "gclid", TL_CHANNEL_PAID_SEARCH, TL_ENTRY_NONE, "", true}};

static void tells_origins(void) {
    for (size_t i = 0; i < sizeof landings / sizeof *landings; i++) {
        const landing *l = &landings[i];
        tl_landing in = {.referrer = given(l->referrer),
                         .source = given(l->source),
                         .medium = given(l->medium),
                         .campaign = given(l->campaign),
                         .content = given(0),
                         .term = given(0),
                         .ad = given(l->ad)};
        tl_origin out;
        tl__origin(&in, NULL, &out);
        test_check(out.channel == l->channel && out.entry == l->entry && out.named == l->named, __FILE__, __LINE__,
                   "landing %zu: channel %d, entry %d, named %d", i, out.channel, out.entry, out.named);
        CHECK_STR(out.referrer, l->host);
    }
}

/* ---- what somebody wants ----------------------------------------------------------------------------------------- */

static const example intents[] = {
    {"intent", "Hi, I want to buy the boots in 42", "order"},
    {"intent", "Can I pay by bank transfer?", "order"},
    {"intent", "ICH MÖCHTE DIE STIEFEL BESTELLEN", "order"},
    {"intent", "Quiero comprar dos", "order"},
    {"intent", "je voudrais commander ce modèle", "order"},
    {"intent", "Where is my order #1042?", "support"},
    {"intent", "my parcel has not arrived", "support"},
    {"intent", "Wo bleibt meine Sendung", "support"},
    {"intent", "Die Sohle ist kaputt", "support"},
    {"intent", "no me ha llegado el pedido", "support"},
    {"intent", "je n'ai pas reçu mon colis, remboursement svp", "support"},
    {"intent", "Do you have this in size 43?", "presale"},
    {"intent", "was kostet der Versand", "presale"},
    {"intent", "quanto custa o frete?", "presale"},
    {"intent", "ongkir ke Bandung berapa", "presale"},
    {"intent", "hello", NULL},
    {"intent", "thanks!", NULL},
    {"intent", "", NULL},
    {"intent", "\xff\xfe where is my order", "support"},
};

/* ---- the owner's own rules come first ---------------------------------------------------------------------------- */

static tl_value own_rules(tl_arena *arena, const char *const (*pairs)[2], size_t n) {
    tl_value list = tl_list();
    for (size_t i = 0; i < n; i++) {
        tl_value pair = tl_list();
        *tl_list_add(&pair, arena) = tl_str(tl_slice_of(pairs[i][0]));
        *tl_list_add(&pair, arena) = tl_str(tl_slice_of(pairs[i][1]));
        *tl_list_add(&list, arena) = pair;
    }
    return list;
}

static void the_owners_rules_come_first(void) {
    static const char *const mine[][2] = {
        {"social", "(^|\\.)forum\\.example$"}, {"none", "^google\\.com$"}, {"payment", "bank"}};
    const char *label;
    tl_err err;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value own = own_rules(&arena, mine, 3);
    CHECK_INT(classify(TL_S("channel"), TL_S("https://www.forum.example/a"), &own, &label, &err), TL_OK);
    CHECK_STR(label ? label : "none", "social");
    CHECK_INT(classify(TL_S("channel"), TL_S("https://google.com/"), &own, &label, &err), TL_OK);
    CHECK(label == NULL);
    CHECK_INT(classify(TL_S("channel"), TL_S("https://www.bing.com/"), &own, &label, &err), TL_OK);
    CHECK_STR(label ? label : "none", "organic_search");
    tl_arena_destroy(&arena);
}

static void refuses_rules_that_are_none(void) {
    static const char *const bad[][3] = {{"channel", "pigeon", "x"}, {"intent", "anger", "x"},
                                         {"device", "watch", "x"},   {"bot", "", "x"},
                                         {"bot", "mine", "a("},      {"bot", "mine", "[z-a]"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const char *label, *const pair[][2] = {{bad[i][1], bad[i][2]}};
        tl_err err = {0};
        tl_arena arena;
        tl_arena_init(&arena, tl_default_allocator);
        tl_value own = own_rules(&arena, pair, 1);
        CHECK_INT(classify(tl_slice_of(bad[i][0]), TL_S("x"), &own, &label, &err), TL_E_QUERY_VALUE);
        CHECK_HAS(err.msg, bad[i][0]);
        tl_arena_destroy(&arena);
    }
}

/* A pattern that would look for ever gives up, and a subject is then what our own rules say. */
static void a_rule_of_the_owner_hangs_nobody(void) {
    static const char *const slow[][2] = {{"mine", "^(a+)+$"}};
    char text[1024];
    const char *label;
    tl_err err;
    tl_arena arena;
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '!';
    tl_arena_init(&arena, tl_default_allocator);
    tl_value own = own_rules(&arena, slow, 1);
    CHECK_INT(classify(TL_S("bot"), (tl_slice){text, sizeof text}, &own, &label, &err), TL_OK);
    CHECK(label == NULL);
    tl_arena_destroy(&arena);
}

/* ---- hostile subjects -------------------------------------------------------------------------------------------- */

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Random bytes, invalid UTF-8, NULs and a million of everything end soon, and without a bot. */
static void survives_any_subject(void) {
    static const char *const sets[] = {"bot", "device", "channel", "medium", "intent"};
    static const char *const parts[] = {"a", "\xed\xa0\xbd",  "\xff", "a.", "www.", "/",
                                        "(", "Mozilla/5.0 (", "3ds.", "[["};
    size_t size = 1000000;
    char *text = malloc(size);
    double began = seconds();
    for (size_t p = 0; p < sizeof parts / sizeof *parts; p++) {
        for (size_t i = 0; i < size; i++) {
            text[i] = parts[p][i % strlen(parts[p])];
        }
        for (int s = 0; s < 5; s++) {
            const char *label;
            tl_err err;
            CHECK_INT(classify(tl_slice_of(sets[s]), (tl_slice){text, size}, NULL, &label, &err), TL_OK);
            CHECK(s != 0 || label == NULL);
        }
    }
    uint64_t seed = 99;
    for (int i = 0; i < 2000; i++) {
        size_t len = test_random(&seed) % 300;
        for (size_t c = 0; c < len; c++) {
            text[c] = (char)test_random(&seed);
        }
        const char *label;
        tl_err err;
        tl_landing in = {.referrer = {text, len},
                         .source = {text, len / 2},
                         .medium = {text, len / 3},
                         .campaign = given(0),
                         .content = given(0),
                         .term = given(0),
                         .ad = given(0)};
        tl_origin out;
        tl__origin(&in, NULL, &out);
        classify(tl_slice_of(sets[i % 5]), (tl_slice){text, len}, NULL, &label, &err);
    }
    test_check(seconds() - began < 60, __FILE__, __LINE__, "took %.0f seconds", seconds() - began);
    free(text);
}

static void stops_at_a_zero_byte(void) {
    const char *label = "?";
    tl_err err;
    CHECK_INT(classify(TL_S("channel"), (tl_slice){"goo\0gle.com", 11}, NULL, &label, &err), TL_OK);
    CHECK(label == NULL);
}

/* What stands behind the first 1024 bytes is not looked at, what stands in them is. */
static void looks_at_the_first_kilobyte(void) {
    char text[2000];
    memset(text, 'a', sizeof text);
    memcpy(text + 1024 - 10, "Googlebot/", 10);
    CHECK_STR(tl__bot(NULL, (tl_slice){text, sizeof text}) ? tl__bot(NULL, (tl_slice){text, sizeof text}) : "none",
              "Googlebot");
    memset(text, 'a', sizeof text);
    memcpy(text + 1024, "Googlebot/", 10);
    CHECK(tl__bot(NULL, (tl_slice){text, sizeof text}) == NULL);
}

static void refuses_unknown_rules(void) {
    const char *label;
    tl_err err;
    CHECK_INT(classify(TL_S("robots"), TL_S("x"), NULL, &label, &err), TL_E_RULES);
    CHECK_HAS(err.msg, "'robots'");
    CHECK_INT(classify(TL_S(""), TL_S("x"), NULL, &label, &err), TL_E_RULES);
}

/* ---- once per process -------------------------------------------------------------------------------------------- */

static void *ask(void *result) {
    const char *bot = tl__bot(NULL, TL_S("WhatsApp/2.23"));
    *(bool *)result = bot && strcmp(bot, "preview") == 0;
    return NULL;
}

/* The first to ask compiles, the others wait for it. */
static void compiles_once_for_all_threads(void) {
    pthread_t threads[8];
    bool right[8] = {false};
    for (int i = 0; i < 8; i++) {
        pthread_create(&threads[i], NULL, ask, &right[i]);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], NULL);
        CHECK(right[i]);
    }
}

/* A child that has not compiled yet does it without JIT, and says the same. */
static void says_the_same_without_jit(void) {
    int status = 1;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        setenv("TOUCHLINE_NO_JIT", "1", 1);
        test_failed = 0;
        tells_user_agents_and_hosts();
        tells_origins();
        looks_at_the_first_kilobyte();
        _exit(test_failed > 0);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK_INT(status, 0);
}

int main(void) {
    says_the_same_without_jit();
    compiles_once_for_all_threads();
    tells_user_agents_and_hosts();
    tells_origins();
    survives_any_subject();
    stops_at_a_zero_byte();
    looks_at_the_first_kilobyte();
    LABELS(intents);
    the_owners_rules_come_first();
    refuses_rules_that_are_none();
    a_rule_of_the_owner_hangs_nobody();
    refuses_unknown_rules();
    tl__rules_free();
    return test_report();
}
