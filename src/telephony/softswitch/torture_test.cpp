// RFC 4475 and worse, over UDP and TCP against the running exchange; after each message a normal call still
// works.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/prng.h"
#include "telephony/sip/tls/test_tls.h"
#include "telephony/softswitch/town_test.h"

namespace okno::telephony::softswitch {
namespace {
constexpr std::uint64_t kSeed = 20'240'229;

struct Row {
  std::string file, answers, over_tcp;
};

std::vector<Row> corpus() {
  std::vector<Row> rows;
  std::ifstream in(std::string(OKNO_SOURCE_DIR) + "/e2e/corpus/sip_rfc4475/expected.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::vector<std::string> cells;
    std::stringstream cut(line);
    for (std::string cell; std::getline(cut, cell, '\t');) cells.push_back(cell);
    EXPECT_GE(cells.size(), 8U) << line;
    rows.push_back({cells[0], cells[6], cells[7]});
  }
  return rows;
}

std::string bytes_of(const std::string& file) {
  std::ifstream in(std::string(OKNO_SOURCE_DIR) + "/e2e/corpus/sip_rfc4475/" + file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Where answers to the topmost Via go when it has no rport: the port it names.
std::uint16_t via_port(const std::string& message) {
  std::size_t at = message.rfind("\nv:", 0) == 0 ? 0 : std::min(message.find("\nVia:"), message.find("\nv:"));
  if (at == std::string::npos) at = message.find("\nv  :") != std::string::npos ? message.find("\nv  :") : 0;
  const std::string line = message.substr(at + 1, message.find_first_of(";\r", at + 1) - at - 1);
  const std::size_t colon = line.rfind(':');
  const int port = colon == std::string::npos ? 0 : std::atoi(line.c_str() + colon + 1);
  return static_cast<std::uint16_t>(port > 100 ? port : 5060);
}

// An address of loopback that no other test of this machine uses now.
std::string own_address(int row) {
  const int id = getpid();
  return "127." + std::to_string(64 + id / 256 % 64) + "." + std::to_string(id % 256) + "." +
         std::to_string(row + 1);
}

struct RefusingTown : Town {
  explicit RefusingTown(const std::function<void(Settings&)>& change = {}) : Town(change) {
    witness.on_call = [this](const ports::IncomingCall& call) { line().reject(call.leg, 486, "Busy Here"); };
  }
};

void expect_normal_life(Town& town, const std::string& after, bool tcp) {
  static int calls = 0;
  RawPeer caller(town.running.sip_port, tcp);
  ASSERT_TRUE(caller.open()) << after;
  const std::string id = "normal" + std::to_string(getpid()) + "-" + std::to_string(++calls);
  const std::string invite = plain_invite(caller, id, tcp);
  caller.send(invite);
  std::string answer = caller.receive();
  if (status_of(answer) == 100) answer = caller.receive();
  EXPECT_EQ(status_of(answer), 486) << after << "\n" << answer;
  std::string ack = "ACK" + invite.substr(6, invite.find("Content-Type") - 6) + "Content-Length: 0\r\n\r\n";
  ack.replace(ack.find("1 INVITE"), 8, "1 ACK");
  caller.send(ack);
  std::string options = "OPTIONS" + ack.substr(3);
  options.replace(options.find("1 ACK"), 5, "2 OPTIONS");
  options.replace(options.find("z9hG4bK-"), 8, "z9hG4bK-o");
  caller.send(options);
  EXPECT_EQ(status_of(caller.receive()), 200) << after;
}
}  // namespace

TEST(Torture, each_message_of_rfc_4475_gets_its_answer_over_udp) {
  RefusingTown town;
  const auto rows = corpus();
  ASSERT_EQ(rows.size(), 49U);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string message = bytes_of(rows[i].file);
    RawPeer peer(town.running.sip_port, false, own_address(static_cast<int>(i)), via_port(message));
    peer.send(message);
    const bool silent = rows[i].answers == "none";
    std::string answer = peer.receive(std::chrono::milliseconds(silent ? 100 : 5000));
    if (status_of(answer) == 100) answer = peer.receive();
    if (silent) {
      EXPECT_EQ(answer, "") << rows[i].file;
    } else {
      const std::string allowed = "|" + rows[i].answers + "|";
      EXPECT_NE(allowed.find("|" + std::to_string(status_of(answer)) + "|"), std::string::npos)
          << rows[i].file << " should get " << rows[i].answers << "\n"
          << answer;
    }
    expect_normal_life(town, rows[i].file, false);
  }
}

// One who also speaks TLS: what says TLS of itself and came by plain TCP is answered like the rest.
TEST(Torture, each_message_of_rfc_4475_gets_its_answer_over_tcp) {
  const sip::TestCertificate own("IP:127.0.0.1");
  RefusingTown town([&](Settings& settings) {
    settings.tls = TlsSettings{0, own.certificate(), own.key(), own.certificate(), "off"};
  });
  for (const Row& row : corpus()) {
    RawPeer peer(town.running.sip_port, true);
    peer.send(bytes_of(row.file));
    const bool silent = row.over_tcp == "none";
    std::string answer = peer.receive(std::chrono::milliseconds(silent ? 100 : 5000));
    if (status_of(answer) == 100) answer = peer.receive();
    if (silent) {
      EXPECT_EQ(answer, "") << row.file;
    } else {
      const std::string allowed = "|" + row.over_tcp + "|";
      EXPECT_NE(allowed.find("|" + std::to_string(status_of(answer)) + "|"), std::string::npos)
          << row.file << " should get " << row.over_tcp << "\n"
          << answer;
    }
    expect_normal_life(town, row.file, true);
  }
}

TEST(Torture, answers_echo_what_identifies_the_request) {
  RefusingTown town;
  RawPeer peer(town.running.sip_port, false, own_address(200), 5060);
  peer.send(bytes_of("intmeth.dat"));
  const std::string answer = peer.receive();
  EXPECT_NE(answer.find("CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~\r\n"), std::string::npos)
      << answer;
  EXPECT_NE(answer.find("Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{\r\n"), std::string::npos)
      << answer;
}

TEST(Torture, a_message_cut_anywhere_does_no_harm) {
  RefusingTown town;
  RawPeer udp(town.running.sip_port, false);
  const std::string whole = plain_invite(udp, "cut", false);
  for (std::size_t length = 1; length < whole.size(); length += 3) {
    udp.send(whole.substr(0, length));
    if (length % 90 == 1) {
      RawPeer tcp(town.running.sip_port, true);
      tcp.send(whole.substr(0, length));
    }
  }
  expect_normal_life(town, "cut messages", false);
  expect_normal_life(town, "cut messages", true);
}

TEST(Torture, random_bytes_and_damaged_messages_do_no_harm) {
  RecordProperty("seed", std::to_string(kSeed));
  std::printf("seed %llu\n", static_cast<unsigned long long>(kSeed));
  RefusingTown town;
  base::Prng random(kSeed);
  RawPeer udp(town.running.sip_port, false);
  const auto noise = [&](std::size_t limit) {
    std::string bytes(1 + random.below(limit), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    return bytes;
  };
  const auto rows = corpus();
  for (int i = 0; i < 1000; ++i) {
    udp.send(noise(i % 100 == 0 ? 60'000 : 600));
    std::string damaged = i % 2 == 0 ? plain_invite(udp, "d" + std::to_string(i), false)
                                     : bytes_of(rows[random.below(rows.size())].file);
    for (std::uint64_t hits = 1 + random.below(6); hits > 0; --hits) {
      damaged[random.below(damaged.size())] = static_cast<char>(random.below(256));
    }
    udp.send(damaged);
    if (i % 20 == 0) {
      RawPeer tcp(town.running.sip_port, true);
      tcp.send(i % 40 == 0 ? noise(5'000) : damaged);
      expect_normal_life(town, "damage " + std::to_string(i), i % 40 == 0);
    }
  }
  expect_normal_life(town, "all damage", false);
  expect_normal_life(town, "all damage", true);
}

TEST(Torture, an_oversized_message_gets_413_or_silence) {
  RefusingTown town;
  RawPeer tcp(town.running.sip_port, true);
  std::string large = plain_invite(tcp, "large", true);
  large.insert(large.find("Max-Forwards"), "Subject: " + std::string(200'000, 'x') + "\r\n");
  tcp.send(large);
  const int status = status_of(tcp.receive(std::chrono::milliseconds(1000)));
  EXPECT_TRUE(status == 413 || status == 400 || status == 0) << status;
  expect_normal_life(town, "oversized", true);
  RawPeer udp(town.running.sip_port, false);
  std::string wide = plain_invite(udp, "wide", false);
  wide.insert(wide.find("Max-Forwards"), "Subject: " + std::string(60'000, 'x') + "\r\n");
  udp.send(wide);
  udp.receive(std::chrono::milliseconds(200));
  expect_normal_life(town, "wide datagram", false);
}
}  // namespace okno::telephony::softswitch
