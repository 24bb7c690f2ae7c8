#include "server/settings.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace okno::server {
namespace {
namespace fs = std::filesystem;

const Surroundings kAround{"/home/nina", "", "/srv/here", "20261122-041500-7"};

std::string complaint(const std::vector<std::string>& arguments) {
  const auto read = read_command_line(arguments, kAround);
  return read ? "accepted" : read.error().words;
}
std::string file_complaint(const std::string& toml) {
  const auto read = read_settings(toml, "okno.toml", "/etc/okno");
  return read ? "accepted" : read.error().words;
}

TEST(CommandLine, the_demo_has_the_defaults_of_the_contract) {
  const auto read = read_command_line({"demo"}, kAround);
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_EQ(read->task, Task::demo);
  EXPECT_EQ(read->settings.http.text(), "127.0.0.1:8080");
  EXPECT_EQ(read->settings.exchange.sip_address, "127.0.0.1");
  EXPECT_EQ(read->settings.exchange.sip_port, 5060);
  EXPECT_EQ(read->settings.data, "/home/nina/.local/share/okno/demo-20261122-041500-7");
  EXPECT_EQ(read->settings.database.path, read->settings.data + "/okno.db");
  EXPECT_EQ(read->settings.recordings, read->settings.data + "/recordings");
  EXPECT_TRUE(read->carrier);
  EXPECT_FALSE(read->settings.https);
  EXPECT_EQ(read->settings.exchange.flood_exempt, (std::vector<std::string>{"127.0.0.0/8", "::1/128"}));
}

TEST(CommandLine, the_demo_takes_every_option_in_both_spellings) {
  const auto read = read_command_line({"demo", "--http", "[::1]:81", "--sip=0.0.0.0:0", "--data", "mine",
                                       "--no-carrier", "--https", "localhost:8443", "--trunk=127.0.0.1:5070"},
                                      kAround);
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_EQ(read->settings.http, (Endpoint{"::1", 81}));
  EXPECT_EQ(read->settings.http.text(), "[::1]:81");
  EXPECT_EQ(read->settings.exchange.sip_address, "0.0.0.0");
  EXPECT_EQ(read->settings.exchange.sip_port, 0);
  EXPECT_EQ(read->settings.data, "/srv/here/mine");
  EXPECT_FALSE(read->carrier);
  EXPECT_EQ(read->trunk, (Endpoint{"127.0.0.1", 5070}));
  ASSERT_TRUE(read->settings.https);
  EXPECT_EQ(read->settings.https->at.text(), "127.0.0.1:8443");
  EXPECT_TRUE(read->settings.https->self_made);
}

TEST(CommandLine, the_data_directory_follows_xdg_when_it_is_absolute) {
  Surroundings around = kAround;
  around.xdg_data_home = "/data";
  EXPECT_EQ(read_command_line({"demo"}, around)->settings.data, "/data/okno/demo-20261122-041500-7");
  around.xdg_data_home = "relative";  // the specification says: ignore it
  EXPECT_EQ(read_command_line({"demo"}, around)->settings.data,
            "/home/nina/.local/share/okno/demo-20261122-041500-7");
}

TEST(CommandLine, every_wrong_option_is_one_line_that_names_it_and_what_is_expected) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> table = {
      {{}, "okno: expected one of demo, serve, check, doctor, sim, --version, --help, found nothing"},
      {{"dmeo"}, "okno: dmeo: unknown command, did you mean demo?"},
      {{"frobnicate"},
       "okno: frobnicate: unknown command, expected one of demo, serve, check, doctor, sim, --version, "
       "--help"},
      {{"--versoin"}, "okno: --versoin: unknown option, did you mean --version?"},
      {{"demo", "--htpp", "127.0.0.1:80"}, "okno: demo: --htpp: unknown option, did you mean --http?"},
      {{"demo", "--frob=1"},
       "okno: demo: --frob: unknown option, expected one of --http, --https, --sip, --data, --no-carrier, "
       "--trunk"},
      {{"demo", "now"},
       "okno: demo: now: unknown word, expected one of --http, --https, --sip, --data, --no-carrier, "
       "--trunk"},
      {{"demo", "--http", "8080"},
       "okno: demo: --http: expected ADDR:PORT (127.0.0.1:8080, [::1]:8080), found \"8080\""},
      {{"demo", "--http", "127.0.0.1:70000"},
       "okno: demo: --http: expected ADDR:PORT (127.0.0.1:8080, [::1]:8080), found \"127.0.0.1:70000\""},
      {{"demo", "--http", "::1:80"},
       "okno: demo: --http: expected ADDR:PORT (127.0.0.1:8080, [::1]:8080), found \"::1:80\""},
      {{"demo", "--https", "host:1"},
       "okno: demo: --https: expected ADDR:PORT (127.0.0.1:8443, [::1]:8443), found \"host:1\""},
      {{"demo", "--sip", "127.0.0.1"},
       "okno: demo: --sip: expected ADDR:PORT (127.0.0.1:5060, [::1]:5060), found \"127.0.0.1\""},
      {{"demo", "--sip"},
       "okno: demo: --sip: expected ADDR:PORT (127.0.0.1:5060, [::1]:5060), found nothing"},
      {{"demo", "--sip", "--no-carrier"},
       "okno: demo: --sip: expected ADDR:PORT (127.0.0.1:5060, [::1]:5060), found nothing"},
      {{"demo", "--http", "127.0.0.1:1", "--http", "127.0.0.1:2"},
       "okno: demo: --http is given twice: expected once"},
      {{"demo", "--data", ""}, "okno: demo: --data: expected a directory, found \"\""},
      {{"serve"}, "okno: serve: --config is missing: expected a settings file (TOML, see deploy/okno.toml)"},
      {{"serve", "--config"},
       "okno: serve: --config: expected a settings file (TOML, see deploy/okno.toml), found nothing"},
      {{"serve", "--confg", "x"}, "okno: serve: --confg: unknown option, did you mean --config?"},
      {{"serve", "--config", "/nowhere/okno.toml"},
       "okno: /nowhere/okno.toml: cannot be read: expected a settings file (TOML)"},
      {{"check", "--config", "/tmp"}, "okno: /tmp: expected a settings file, found a directory"},
  };
  for (const auto& [arguments, words] : table) EXPECT_EQ(complaint(arguments), words);
}

TEST(CommandLine, an_option_without_a_meaning_never_breaks_the_line) {
  EXPECT_EQ(complaint({"demo", "--no-carrier=maybe"}).find('\n'), std::string::npos);
  EXPECT_NE(complaint({"demo", "--no-carrier=maybe"}).find("--no-carrier"), std::string::npos);
}

TEST(CommandLine, sim_keeps_its_arguments_and_help_and_version_are_known) {
  EXPECT_EQ(read_command_line({"sim", "--agents", "3", "x.scn"}, kAround)->rest,
            (std::vector<std::string>{"--agents", "3", "x.scn"}));
  EXPECT_EQ(read_command_line({"--version"}, kAround)->task, Task::version);
  for (const auto& asked :
       std::vector<std::vector<std::string>>{{"--help"}, {"demo", "--help"}, {"serve", "-h"}}) {
    const auto read = read_command_line(asked, kAround);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->task, Task::help);
    EXPECT_NE(read->words.find("okno serve --config FILE"), std::string::npos);
  }
}

TEST(SettingsFile, one_line_is_enough) {
  const auto read = read_settings("data = '/var/lib/okno'", "okno.toml", "/etc/okno");
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_EQ(read->database.path, "/var/lib/okno/okno.db");
  EXPECT_EQ(read->recordings, "/var/lib/okno/recordings");
  EXPECT_FALSE(read->https);
  EXPECT_TRUE(read->exchange.flood_exempt.empty());
}

TEST(SettingsFile, every_key_reaches_its_place) {
  const auto read = read_settings(R"(
data = "state"
[http]
address = "::"
port = 80
[https]
address = "0.0.0.0"
port = 443
certificate = "c.pem"
key = "/k.pem"
[sip]
address = "10.1.1.1"
port = 5070
realm = "centre.example"
max_calls = 77
max_requests_per_source_s = 9
flood_exempt = ["10.0.0.0/8", "::1"]
session_expires_s = 600
min_session_expires_s = 120
[[sip.trunks]]
name = "north"
address = "sip.north.example:5061"
transport = "tcp"
allowed = ["198.51.100.0/24"]
[[sip.trunks]]
name = "south"
address = "203.0.113.9"
[media]
rtp_address = "10.1.1.1"
advertised = ["203.0.113.7"]
first_port = 40000
last_port = 40999
threads = 2
idle_limit_s = 30
max_legs = 100
[database]
backend = "postgresql"
connection = "dbname=okno"
[recordings]
directory = "sound"
[speech]
command = "/usr/bin/say"
voice_ru = "ru+f3"
voice_en = "en-x"
[agents]
phone_required = false
[log]
level = "debug"
[limits]
http_connections = 10
http_connections_per_source = 5
http_body_kb = 64
store_threads = 3
store_queue = 500
password_threads = 2
password_queue = 20
journal_mb = 64
)",
                                  "okno.toml", "/etc/okno");
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_EQ(read->data, "/etc/okno/state");
  EXPECT_EQ(read->http.text(), "[::]:80");
  EXPECT_EQ(read->https->at.text(), "0.0.0.0:443");
  EXPECT_EQ(read->https->certificate, "/etc/okno/c.pem");
  EXPECT_EQ(read->https->key, "/k.pem");
  const auto& sip = read->exchange;
  EXPECT_EQ(sip.sip_address, "10.1.1.1");
  EXPECT_EQ(sip.sip_port, 5070);
  EXPECT_EQ(sip.realm, "centre.example");
  EXPECT_EQ(sip.max_calls, 77);
  EXPECT_EQ(sip.max_requests_per_source_s, 9);
  EXPECT_EQ(sip.flood_exempt.size(), 2u);
  EXPECT_EQ(sip.session_expires_s, 600);
  EXPECT_EQ(sip.min_session_expires_s, 120);
  ASSERT_EQ(sip.trunks.size(), 2u);
  EXPECT_EQ(sip.trunks[0].name, "north");
  EXPECT_EQ(sip.trunks[0].transport, "tcp");
  EXPECT_EQ(sip.trunks[0].allowed, std::vector<std::string>{"198.51.100.0/24"});
  EXPECT_EQ(sip.trunks[1].address, "203.0.113.9");
  EXPECT_EQ(sip.media.rtp_address, "10.1.1.1");
  EXPECT_EQ(sip.media.advertised, std::vector<std::string>{"203.0.113.7"});
  EXPECT_EQ(sip.media.first_port, 40000);
  EXPECT_EQ(sip.media.last_port, 40999);
  EXPECT_EQ(sip.media.threads, 2);
  EXPECT_EQ(sip.media.idle_limit_s, 30);
  EXPECT_EQ(sip.media.max_legs, 100u);
  EXPECT_EQ(read->database.backend, DatabaseSettings::Backend::postgresql);
  EXPECT_EQ(read->database.connection, "dbname=okno");
  EXPECT_EQ(read->database.path, "");
  EXPECT_EQ(read->recordings, "/etc/okno/sound");
  EXPECT_EQ(read->speech.command, "/usr/bin/say");
  EXPECT_EQ(read->speech.voice_ru, "ru+f3");
  EXPECT_EQ(read->speech.voice_en, "en-x");
  EXPECT_FALSE(read->phone_required);
  EXPECT_EQ(read->log_level, "debug");
  EXPECT_EQ(read->limits.http_connections, 10);
  EXPECT_EQ(read->limits.http_connections_per_source, 5);
  EXPECT_EQ(read->limits.http_body_kb, 64);
  EXPECT_EQ(read->limits.store_threads, 3);
  EXPECT_EQ(read->limits.store_queue, 500);
  EXPECT_EQ(read->limits.password_threads, 2);
  EXPECT_EQ(read->limits.password_queue, 20);
  EXPECT_EQ(read->limits.journal_mb, 64);
}

TEST(SettingsFile, every_wrong_setting_is_one_line_with_file_line_key_and_what_is_expected) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "okno: okno.toml:1: data: missing: expected the directory that keeps everything"},
      {"data = 5", "okno: okno.toml:1: data: expected a directory, found 5"},
      {"data = ''", "okno: okno.toml:1: data: expected a directory, found \"\""},
      {"data = '/d'\n[htpp]\nport = 1", "okno: okno.toml:2: htpp: unknown setting, did you mean http?"},
      {"data = '/d'\n[http]\nport = 70000",
       "okno: okno.toml:3: http.port: expected a whole number from 0 to 65535, found 70000"},
      {"data = '/d'\n[http]\nport = '80'",
       "okno: okno.toml:3: http.port: expected a whole number from 0 to 65535, found \"80\""},
      {"data = '/d'\n[http]\n\nprot = 80",
       "okno: okno.toml:4: http.prot: unknown setting, did you mean port?"},
      {"data = '/d'\n[http]\nzzzzzz = 80",
       "okno: okno.toml:3: http.zzzzzz: unknown setting, expected one of address, port"},
      {"data = '/d'\nhttp = 80", "okno: okno.toml:2: http: expected a section [http], found 80"},
      {"data = '/d'\n[http]\naddress = 'localhost:80'",
       "okno: okno.toml:3: http.address: expected an address like \"0.0.0.0\" or \"::1\", found "
       "\"localhost:80\""},
      {"data = '/d'\n[https]\nport = 443",
       "okno: okno.toml:2: https.certificate: missing: expected a PEM file, or self_made = true"},
      {"data = '/d'\n[https]\ncertificate = 'c.pem'",
       "okno: okno.toml:2: https.key: missing: certificate and key go together"},
      {"data = '/d'\n[https]\nself_made = 'yes'\ncertificate = 'c'\nkey = 'k'",
       "okno: okno.toml:3: https.self_made: expected true or false, found \"yes\""},
      {"data = '/d'\n[sip]\nflood_exempt = ['10.0.0.0/8', '10.0.0.0/99']",
       "okno: okno.toml:3: sip.flood_exempt: expected a list of addresses or blocks like \"10.0.0.0/8\", "
       "found \"10.0.0.0/99\""},
      {"data = '/d'\n[sip]\nflood_exempt = '10.0.0.0/8'",
       "okno: okno.toml:3: sip.flood_exempt: expected a list of addresses or blocks like \"10.0.0.0/8\", "
       "found \"10.0.0.0/8\""},
      {"data = '/d'\n[sip]\nrealm = 'a b'",
       "okno: okno.toml:3: sip.realm: expected a realm of letters, digits, dots and dashes, found \"a b\""},
      {"data = '/d'\n[sip]\nsession_expires_s = 100\nmin_session_expires_s = 200",
       "okno: okno.toml:4: sip.min_session_expires_s: expected at most session_expires_s, which is 100"},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'",
       "okno: okno.toml:2: sip.trunks.address: missing: expected the provider's host or host:port"},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'\naddress = 'h h'",
       "okno: okno.toml:4: sip.trunks.address: expected a host or host:port, found \"h h\""},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'\naddress = 'h:0'",
       "okno: okno.toml:4: sip.trunks.address: expected a host or host:port, found \"h:0\""},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'\naddress = 'h'\ntransport = 'sctp'",
       "okno: okno.toml:5: sip.trunks.transport: expected one of udp, tcp, tls, found \"sctp\""},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'\naddress = 'h'\ntransport = 'tls'",
       "okno: okno.toml:2: sip.trunks: expected a section [sip.tls], since the line \"n\" has transport tls"},
      {"data = '/d'\n[[sip.trunks]]\nname = 'n'\naddress = 'h'\n[[sip.trunks]]\nname = 'n'\naddress = 'h'",
       "okno: okno.toml:6: sip.trunks.name: expected a name of its own, \"n\" is taken by another trunk"},
      {"data = '/d'\n[sip.trunks]\nname = 'n'",
       "okno: okno.toml:2: sip.trunks: expected sections [[sip.trunks]], found a section"},
      {"data = '/d'\n[media]\nfirst_port = 30001",
       "okno: okno.toml:3: media.first_port: expected an even number, found 30001"},
      {"data = '/d'\n[media]\nfirst_port = 30000\nlast_port = 20000",
       "okno: okno.toml:4: media.last_port: expected more than first_port, which is 30000, found 20000"},
      {"data = '/d'\n[media]\nthreads = 0",
       "okno: okno.toml:3: media.threads: expected a whole number from 1 to 256, found 0"},
      {"data = '/d'\n[media]\nthreads = 1.5",
       "okno: okno.toml:3: media.threads: expected a whole number from 1 to 256, found 1.5"},
      {"data = '/d'\n[turn]\nurls = ['turn:relay']",
       "okno: okno.toml:2: turn.secret: missing: expected the secret that the relay knows "
       "(static-auth-secret)"},
      {"data = '/d'\n[turn]\nsecret = 's'",
       "okno: okno.toml:2: turn.urls: missing: expected the relay's addresses"},
      {"data = '/d'\n[turn]\nsecret = 's'\nurls = ['relay:3478']",
       "okno: okno.toml:4: turn.urls: expected a list of addresses like "
       "\"turn:turn.example:3478?transport=udp\", "
       "found \"relay:3478\""},
      {"data = '/d'\n[turn]\nsecret = 7\nurls = ['turn:relay?transport=udp']",
       "okno: okno.toml:3: turn.secret: expected a password in quotes"},
      {"data = '/d'\n[database]\nbackend = 'mysql'",
       "okno: okno.toml:3: database.backend: expected one of sqlite, postgresql, found \"mysql\""},
      {"data = '/d'\n[database]\nbackend = 'postgresql'",
       "okno: okno.toml:2: database.connection: missing: expected libpq's words like \"dbname=okno\""},
      {"data = '/d'\n[database]\nconnection = 'dbname=okno'",
       "okno: okno.toml:3: database.connection: expected only with backend = \"postgresql\""},
      {"data = '/d'\n[agents]\nphone_required = 1",
       "okno: okno.toml:3: agents.phone_required: expected true or false, found 1"},
      {"data = '/d'\n[log]\nlevel = 'loud'",
       "okno: okno.toml:3: log.level: expected one of trace, debug, info, warning, error, critical, off, "
       "found \"loud\""},
      {"data = '/d'\n[limits]\nstore_queue = -1",
       "okno: okno.toml:3: limits.store_queue: expected a whole number from 100 to 1000000, found -1"},
  };
  for (const auto& [toml, words] : table) EXPECT_EQ(file_complaint(toml), words) << toml;
}

TEST(SettingsFile, several_wrong_settings_are_a_line_each_in_the_order_of_the_file) {
  EXPECT_EQ(file_complaint("data = '/d'\n[log]\nlevel = 3\n[http]\nport = -1\nprt = 2"),
            "okno: okno.toml:3: log.level: expected one of trace, debug, info, warning, error, critical, "
            "off, found 3\n"
            "okno: okno.toml:5: http.port: expected a whole number from 0 to 65535, found -1\n"
            "okno: okno.toml:6: http.prt: unknown setting, did you mean port?");
}

TEST(SettingsFile, text_that_is_no_toml_is_named_with_its_line_in_one_line) {
  for (const std::string toml :
       {"data = '/d'\n[http\nport = 1", "data = '/d'\ndata = '/e'", "data = '/d'\n\xff\xfe = 1",
        "data = '/d'\nport = = 3", "data = '/d'\n\x01"}) {
    const std::string words = file_complaint(toml);
    EXPECT_EQ(words.rfind("okno: okno.toml:2: expected TOML", 0), 0u) << words;
    EXPECT_EQ(words.find('\n'), std::string::npos) << words;
  }
}

TEST(SettingsFile, a_file_of_another_program_does_not_fill_the_screen) {
  std::string toml = "data = '/d'\n";
  for (int i = 0; i < 500; ++i) toml += "qqqqqqqqqq" + std::to_string(i) + " = 1\n";
  const std::string words = file_complaint(toml);
  EXPECT_EQ(std::count(words.begin(), words.end(), '\n'), 20);
  EXPECT_NE(words.find("and 480 more"), std::string::npos);
}

TEST(SettingsFile, the_documented_example_is_accepted_and_so_is_everything_it_mentions) {
  std::ifstream in(std::string(OKNO_SOURCE_DIR) + "/deploy/okno.toml");
  std::stringstream text;
  text << in.rdbuf();
  ASSERT_FALSE(text.str().empty());
  const auto read = read_settings(text.str(), "okno.toml", "/etc/okno");
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_TRUE(read->https->self_made);

  // The same with every "# key = value" made real: the example names no key that does not exist, and shows
  // defaults.
  std::string all;
  for (std::string line; std::getline(text, line);) {
    const bool key = line.rfind("# ", 0) == 0 && line.find(" = ") != std::string::npos &&
                     line.find(' ', 2) == line.find(" = ");
    const bool trunk = line == "# [[sip.trunks]]" || line == "# [sip.tls]";
    const bool postgresql_only = line.rfind("# connection", 0) == 0;
    all += ((key && !postgresql_only) || trunk ? line.substr(2) : line) + "\n";
  }
  const auto full = read_settings(all, "okno.toml", "/etc/okno");
  ASSERT_TRUE(full) << full.error().words << "\n" << all;
  EXPECT_EQ(full->exchange.trunks.size(), 1u);
  EXPECT_EQ(full->turn.urls.size(), 3u);
  EXPECT_EQ(full->turn.valid_s, read->turn.valid_s);
  EXPECT_EQ(full->limits.store_queue, read->limits.store_queue);
  EXPECT_EQ(full->exchange.max_calls, read->exchange.max_calls);
}

TEST(SettingsFile, serve_reads_the_file_and_relative_paths_start_beside_it) {
  char name[] = "/tmp/okno-settings-XXXXXX";
  ASSERT_NE(mkdtemp(name), nullptr);
  std::ofstream(std::string(name) + "/okno.toml") << "data = 'state'\n";
  const auto read = read_command_line({"serve", "--config", std::string(name) + "/okno.toml"}, kAround);
  ASSERT_TRUE(read) << read.error().words;
  EXPECT_EQ(read->task, Task::serve);
  EXPECT_EQ(read->settings.data, std::string(name) + "/state");
  fs::remove_all(name);
}

TEST(Words, the_nearest_candidate_is_meant_only_when_it_is_near) {
  EXPECT_EQ(did_you_mean("prt", {"port", "address"}), "port");
  EXPECT_EQ(did_you_mean("addres", {"port", "address"}), "address");
  EXPECT_EQ(did_you_mean("colour", {"port", "address"}), "");
  EXPECT_EQ(did_you_mean(std::string(5000, 'x'), {"port"}), "");
}

TEST(Words, blocks_and_endpoints_are_told_from_near_misses) {
  for (const char* good : {"10.0.0.0/8", "10.0.0.1", "::1/128", "fe80::/10", "0.0.0.0/0"})
    EXPECT_TRUE(is_block(good)) << good;
  for (const char* bad :
       {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "::1/129", "10.0.0.0/8x", "host/8"})
    EXPECT_FALSE(is_block(bad)) << bad;
  for (const char* bad : {"", ":", ":80", "1.2.3.4:", "1.2.3.4:-1", "1.2.3.4:8o", "[1.2.3.4]:80", "[::1]",
                          "[]:80", "1.2.3.4:65536"})
    EXPECT_FALSE(to_endpoint(bad)) << bad;
}
}  // namespace
}  // namespace okno::server
