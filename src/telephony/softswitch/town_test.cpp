#include "telephony/softswitch/town_test.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace okno::telephony::softswitch {
namespace {
const char* text(ports::LegEnd why) {
  static const char* const kNames[] = {"hung_up",   "released",    "busy",   "declined",
                                       "no_answer", "unreachable", "failed", "media_timeout"};
  return kNames[static_cast<int>(why)];
}
std::string number(LegId leg) {
  return std::to_string(leg.value());
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}
}  // namespace

// --- Witness

void Witness::add(std::string line) {
  const std::lock_guard<std::mutex> lock(mutex_);
  lines_.push_back(std::move(line));
  more_.notify_all();
}
void Witness::call_arrived(const ports::IncomingCall& call) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    last_call_ = call;
  }
  on_call(call);  // before the line below: who saw it may rely on what on_call did
  add("arrived " + number(call.leg) + " from=" + call.from_number + " name=" + call.from_name +
      " to=" + call.to_user + " trunk=" + call.trunk + " user=" + call.registered_user);
}
void Witness::leg_ringing(LegId leg) {
  add("ringing " + number(leg));
}
void Witness::leg_answered(LegId leg) {
  add("answered " + number(leg));
}
void Witness::leg_ended(LegId leg, ports::LegEnd why, int sip_status) {
  add("ended " + number(leg) + " " + text(why) + " " + std::to_string(sip_status));
}
void Witness::digit_pressed(LegId leg, char digit) {
  add("digit " + number(leg) + " " + digit);
}
void Witness::play_finished(LegId leg, std::int64_t token) {
  add("played " + number(leg) + " " + std::to_string(token));
}
void Witness::trunk_changed(const ports::TrunkState& trunk) {
  static const char* const kWords[] = {"unknown", "alive", "registered", "refused", "silent"};
  if (trunk.standing == ports::TrunkStanding::unknown) return;  // only its channels have changed
  const std::string words = "trunk " + trunk.name + " " + kWords[static_cast<int>(trunk.standing)] + " " +
                            std::to_string(trunk.status) + (trunk.why.empty() ? "" : " " + trunk.why);
  if (std::exchange(trunks_[trunk.name], words) != words) add(words);
}
void Witness::desk_phone_changed(const std::string& user, bool registered) {
  add("phone " + user + (registered ? " on" : " off"));
}
void Witness::browser_phone_changed(AgentId agent, bool connected) {
  add("browser " + std::to_string(agent.value()) + (connected ? " on" : " off"));
}
void Witness::recording_stopped(LegId leg, const std::string& file, const std::string& mark) {
  add("recorded " + number(leg) + " " + file + " " + mark);
}

bool Witness::saw(const std::string& start, std::chrono::milliseconds limit) {
  std::unique_lock<std::mutex> lock(mutex_);
  return more_.wait_for(lock, limit, [&] {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const std::string& l) { return l.rfind(start, 0) == 0; });
  });
}
std::size_t Witness::count(const std::string& start) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return static_cast<std::size_t>(std::count_if(
      lines_.begin(), lines_.end(), [&](const std::string& l) { return l.rfind(start, 0) == 0; }));
}
std::string Witness::all() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string out;
  for (const auto& line : lines_) out += line + "\n";
  return out;
}
ports::IncomingCall Witness::last_call() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return last_call_;
}

// --- MuteEngine

void MuteEngine::note(LegId leg, const std::string& what) {
  const std::lock_guard<std::mutex> lock(mutex_);
  lines_.push_back(number(leg) + " " + what);
  more_.notify_all();
}
base::Result<media::LocalRtp> MuteEngine::open(LegId leg, const std::string&) {
  note(leg, "open");
  if (refuse_legs) return base::Error{"rtp_ports_exhausted", "no"};
  const std::lock_guard<std::mutex> lock(mutex_);
  return media::LocalRtp{"127.0.0.1", next_port_ += 2};
}
void MuteEngine::set_remote(LegId leg, const media::RemoteRtp& remote) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    remotes_[leg] = remote;
  }
  note(leg, "remote " + remote.address + ":" + std::to_string(remote.port) +
                " codec=" + std::to_string(static_cast<int>(remote.codec)) +
                " dtmf=" + std::to_string(remote.dtmf_payload) + " ptime=" + std::to_string(remote.ptime_ms) +
                " send=" + std::to_string(remote.send) + " receive=" + std::to_string(remote.receive) +
                (remote.on_hold ? " held" : "") +
                (remote.dtmf_payload_in == remote.dtmf_payload
                     ? ""
                     : " dtmf_in=" + std::to_string(remote.dtmf_payload_in)));
}
base::Result<std::string> MuteEngine::open_browser(LegId leg, const std::string&) {
  note(leg, "open_browser");
  if (refuse_browsers) return base::Error{"bad_sdp", "no"};
  return std::string("v=0\r\n");
}
media::RemoteRtp MuteEngine::remote(LegId leg) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto found = remotes_.find(leg);
  return found == remotes_.end() ? media::RemoteRtp{} : found->second;
}
bool MuteEngine::saw(LegId leg, const std::string& what, std::chrono::milliseconds limit) {
  const std::string start = number(leg) + " " + what;
  std::unique_lock<std::mutex> lock(mutex_);
  return more_.wait_for(lock, limit, [&] {
    return std::any_of(lines_.begin(), lines_.end(),
                       [&](const std::string& l) { return l.rfind(start, 0) == 0; });
  });
}
std::string MuteEngine::all() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string out;
  for (const auto& line : lines_) out += line + "\n";
  return out;
}

// --- Town

Town::Town(const std::function<void(Settings&)>& change) {
  Settings settings;
  settings.sip_port = 0;
  Trunk trunk;
  trunk.name = "loopback";
  trunk.keep_alive_s = 0;  // SIPp waits for calls only
  trunk.allowed = {"127.0.0.0/8"};
  settings.trunks = {trunk};
  settings.flood_exempt = {"127.0.0.0/8"};
  if (change) change(settings);
  auto started =
      start_with(settings, clock, witness, [this](const media::Settings&, media::Listener& listener) {
        auto made = std::make_unique<MuteEngine>(listener);
        engine = made.get();
        return made;
      });
  EXPECT_TRUE(started.ok()) << (started.ok() ? "" : started.error().words);
  running = std::move(*started);
  for (const char* user : {"anna-desk", "boris-desk"})
    line().set_desk_phone(user, sip::make_ha1(user, "okno", "demo"));
}
Town::~Town() = default;

namespace {
bool is_free(std::uint16_t port, bool tcp) {
  const int fd = socket(AF_INET, tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  const sockaddr_in address = loopback(port);
  const bool bound = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return bound;
}

// Asked of the kernel's table: trying to bind it ourselves would take it from SIPp in that very moment.
bool is_taken(std::uint16_t port, bool tcp) {
  char wanted[8];
  std::snprintf(wanted, sizeof wanted, ":%04X", port);
  std::ifstream in(tcp ? "/proc/net/tcp" : "/proc/net/udp");
  for (std::string line; std::getline(in, line);) {
    std::string number, local;  // "12: 0100007F:13C4 …"
    std::istringstream(line) >> number >> local;
    if (local.ends_with(wanted)) return true;
  }
  return false;
}
}  // namespace

// Below the range from which the kernel serves "any port": what is free now is not given to somebody else
// before SIPp has taken it. Programs that run side by side begin elsewhere.
std::uint16_t free_port() {
  constexpr int kFirst = 10'000, kPorts = 10'000, kBetweenPrograms = 97;
  static int next = getpid() * kBetweenPrograms % kPorts;
  for (int tried = 0; tried < kPorts; ++tried) {
    const auto port = static_cast<std::uint16_t>(kFirst + next++ % kPorts);
    if (is_free(port, false) && is_free(port, true)) return port;
  }
  ADD_FAILURE() << "no port is free from " << kFirst << " on";
  return 0;
}

// --- Sipp

Sipp::Sipp(const Town& town, const std::string& scenario, Options options) {
  port_ = options.port != 0 ? options.port : free_port();
  char pattern[] = "/tmp/okno-sipp-XXXXXX";
  directory_ = mkdtemp(pattern);
  const std::string file = std::string(OKNO_SOURCE_DIR) + "/src/telephony/softswitch/scenarios/" +
                           scenario.substr(0, 3) + "/" + scenario + ".xml";
  EXPECT_TRUE(std::filesystem::exists(file)) << file;
  std::vector<std::string> words = {"sipp",
                                    "-sf",
                                    file,
                                    "-m",
                                    std::to_string(options.calls),
                                    "-i",
                                    "127.0.0.1",
                                    "-p",
                                    std::to_string(port_),
                                    "-s",
                                    options.service,
                                    "-t",
                                    options.tcp ? "t1" : "u1",
                                    "-timeout",
                                    "20s",
                                    "-timeout_error",
                                    "-nostdin",
                                    "-trace_err",
                                    "-error_file",
                                    directory_ + "/errors",
                                    "-trace_msg",
                                    "-message_file",
                                    directory_ + "/messages"};
  if (options.calls > 1) words.insert(words.end(), {"-l", std::to_string(options.calls), "-r", "200"});
  for (const auto& [name, value] : options.keys) {
    if (name == "password") {
      words.insert(words.end(), {"-au", options.keys.at("user"), "-ap", value});
    } else {
      words.insert(words.end(), {"-key", name, value});
    }
  }
  words.push_back("127.0.0.1:" + std::to_string(town.running.sip_port));
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    const int out = open((directory_ + "/screen").c_str(), O_CREAT | O_WRONLY, 0600);
    dup2(out, 1);
    dup2(out, 2);
    execvp("sipp", arguments.data());
    _exit(127);
  }
  // A phone must listen before it is called: its port is taken then.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!is_taken(port_, options.tcp) && std::chrono::steady_clock::now() < deadline) poll(nullptr, 0, 2);
}

bool Sipp::finish() {
  if (pid_ > 0) {
    waitpid(pid_, &status_, 0);
    pid_ = -1;
  }
  return WIFEXITED(status_) && WEXITSTATUS(status_) == 0;
}

Sipp::~Sipp() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, &status_, 0);
  }
  std::filesystem::remove_all(directory_);
}

bool Sipp::passed(const std::string& method, int times) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  do {
    std::ifstream in(directory_ + "/messages");
    int seen = 0;
    for (std::string line; std::getline(in, line);) seen += line.rfind(method + " sip:", 0) == 0 ? 1 : 0;
    if (seen >= times) return true;
    poll(nullptr, 0, 10);
  } while (std::chrono::steady_clock::now() < deadline);
  return false;
}

std::string Sipp::errors() const {
  std::string out;
  for (const char* name : {"/errors", "/messages", "/screen"}) {
    std::ifstream in(directory_ + name);
    std::stringstream text;
    text << in.rdbuf();
    out += text.str().substr(0, 12'000);
  }
  return out;
}

// --- RawPeer

RawPeer::RawPeer(std::uint16_t port, bool tcp, const std::string& from, std::uint16_t from_port) : tcp_(tcp) {
  fd_ = socket(AF_INET, tcp ? SOCK_STREAM : SOCK_DGRAM, 0);
  const int yes = 1;
  setsockopt(fd_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in own = loopback(from_port);
  inet_pton(AF_INET, from.c_str(), &own.sin_addr);
  EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own), 0) << from << ":" << from_port;
  sockaddr_in to = loopback(port);
  if (connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    close(fd_);
    fd_ = -1;
    return;
  }
  sockaddr_in mine{};
  socklen_t length = sizeof mine;
  getsockname(fd_, reinterpret_cast<sockaddr*>(&mine), &length);
  local_ = ntohs(mine.sin_port);
}
RawPeer::~RawPeer() {
  if (fd_ >= 0) close(fd_);
}
void RawPeer::send(const std::string& bytes) {
  std::size_t sent = 0;
  do {
    const ssize_t n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n < 0) return;
    sent += static_cast<std::size_t>(n);
  } while (sent < bytes.size());
}

std::string RawPeer::receive(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  for (;;) {
    if (tcp_) {  // a whole message: headers and as many bytes as Content-Length says
      const std::size_t end = buffer_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t at = buffer_.find("Content-Length:");
        const std::size_t body = at < end ? std::strtoul(buffer_.c_str() + at + 15, nullptr, 10) : 0;
        if (buffer_.size() >= end + 4 + body) {
          const std::string message = buffer_.substr(0, end + 4 + body);
          buffer_.erase(0, message.size());
          return message;
        }
      }
    }
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    pollfd ready{fd_, POLLIN, 0};
    if (left.count() <= 0 || poll(&ready, 1, static_cast<int>(left.count())) <= 0) return {};
    char bytes[65'536];
    const ssize_t n = recv(fd_, bytes, sizeof bytes, 0);
    if (n <= 0) return {};
    if (!tcp_) return std::string(bytes, static_cast<std::size_t>(n));
    buffer_.append(bytes, static_cast<std::size_t>(n));
  }
}

void RawPeer::end_of_stream() {
  shutdown(fd_, SHUT_WR);
}

int status_of(const std::string& answer) {
  return answer.rfind("SIP/2.0 ", 0) == 0 ? std::atoi(answer.c_str() + 8) : 0;
}

std::string register_raw(RawPeer& peer, const std::string& user, const std::string& contact, bool tcp) {
  const std::string common = "Via: SIP/2.0/" + std::string(tcp ? peer.transport() : "UDP") +
                             " 10.0.0.7:5060;rport;branch=z9hG4bK-" + std::to_string(peer.port());
  const std::string rest = "From: <sip:" + user + "@okno>;tag=a\r\nTo: <sip:" + user +
                           "@okno>\r\nCall-ID: raw\r\nMax-Forwards: 70\r\n" + contact +
                           "\r\nContent-Length: 0\r\n";
  peer.send("REGISTER sip:okno SIP/2.0\r\n" + common + "-1\r\n" + rest + "CSeq: 1 REGISTER\r\n\r\n");
  const std::string challenge = peer.receive();
  const std::size_t at = challenge.find("nonce=\"");
  if (at == std::string::npos) return challenge;
  sip::Credentials c;
  c.method = "REGISTER", c.username = user, c.realm = "okno", c.uri = "sip:okno";
  c.nonce = challenge.substr(at + 7, challenge.find('"', at + 7) - at - 7);
  peer.send("REGISTER sip:okno SIP/2.0\r\n" + common + "-2\r\n" + rest +
            "CSeq: 2 REGISTER\r\nAuthorization: Digest username=\"" + user + "\", realm=\"okno\", nonce=\"" +
            c.nonce + "\", uri=\"sip:okno\", response=\"" +
            sip::expected_response(sip::make_ha1(user, "okno", "demo"), c) + "\"\r\n\r\n");
  return peer.receive();
}

std::string plain_invite(const RawPeer& peer, const std::string& id, bool tcp) {
  const std::string sdp =
      "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 6000 RTP/AVP 8\r\n";
  const std::string here = "127.0.0.1:" + std::to_string(peer.port());
  return "INVITE sip:support@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/" + std::string(tcp ? "TCP " : "UDP ") + here +
         ";rport;branch=z9hG4bK-" + id + "\r\nFrom: <sip:79161234567@127.0.0.1>;tag=" + id +
         "\r\nTo: <sip:support@127.0.0.1>\r\nCall-ID: " + id +
         "\r\nCSeq: 1 INVITE\r\nContact: <sip:79161234567@" + here +
         ">\r\nMax-Forwards: 70\r\nContent-Type: application/sdp\r\nContent-Length: " +
         std::to_string(sdp.size()) + "\r\n\r\n" + sdp;
}
}  // namespace okno::telephony::softswitch
