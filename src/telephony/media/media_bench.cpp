// What a relayed packet costs the server, and what its parts cost.
#include <benchmark/benchmark.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "telephony/media/engine.h"
#include "telephony/media/g711.h"
#include "telephony/media/rtp.h"
#include "telephony/webrtc/address.h"
#include "telephony/webrtc/srtp.h"

namespace okno::telephony::media {
namespace {
class Deaf : public Listener {
  void digit(LegId, char) override {}
  void play_finished(LegId, std::int64_t) override {}
  void silent(LegId) override {}
  void browser_connected(LegId) override {}
  void browser_lost(LegId) override {}
  void recording_stopped(LegId, const std::string&, const std::string&) override {}
};

double cpu_s(clockid_t clock) {
  timespec t{};
  clock_gettime(clock, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

// Ticks each millisecond.
class Pace {
 public:
  Pace() : fd_(timerfd_create(CLOCK_MONOTONIC, 0)) {
    const itimerspec each{{0, 1'000'000}, {0, 1'000'000}};
    timerfd_settime(fd_, 0, &each, nullptr);
  }
  ~Pace() { ::close(fd_); }
  void wait_until(long us) {
    while (ticks_ * 1000 < static_cast<std::uint64_t>(us)) {
      std::uint64_t more = 0;
      ticks_ += ::read(fd_, &more, sizeof more) > 0 ? more : 0;
    }
  }

 private:
  int fd_;
  std::uint64_t ticks_ = 0;
};

struct Line {
  int fd = -1;
  std::uint16_t to = 0;
};

// `calls` two-leg calls, each side 50 packets a second, for about four seconds; the engine's own CPU time
// (the process's without the generator's thread) over the packets that came through it.
void relay(benchmark::State& state, bool recorded) {
  Deaf deaf;
  Settings settings;
  settings.rtp_address = "127.0.0.1";
  settings.first_port = 0;
  const auto engine = make_engine(settings, deaf);
  const int calls = static_cast<int>(state.range(0));
  std::vector<Line> lines;
  for (int i = 0; i < 2 * calls; ++i) {
    const LegId leg(i + 1);
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    sockaddr_in mine = webrtc::to_sockaddr({0x7F000001, 0});
    socklen_t size = sizeof mine;
    (void)bind(fd, reinterpret_cast<sockaddr*>(&mine), sizeof mine);
    getsockname(fd, reinterpret_cast<sockaddr*>(&mine), &size);
    const auto local = engine->open(leg, "");
    RemoteRtp remote;
    remote.address = "127.0.0.1";
    remote.port = ntohs(mine.sin_port);
    engine->set_remote(leg, remote);
    const sockaddr_in to = webrtc::to_sockaddr({0x7F000001, local->port});
    (void)connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to);
    lines.push_back({fd, local->port});
    if (i % 2 == 1) engine->bridge(LegId(i), leg);
    if (recorded && i % 2 == 1)
      engine->start_recording(LegId(i), "/tmp/okno_bench_" + std::to_string(i) + ".wav");
  }
  std::uint64_t sent = 0, received = 0;
  for (auto _ : state) {
    const double all = cpu_s(CLOCK_PROCESS_CPUTIME_ID), own = cpu_s(CLOCK_THREAD_CPUTIME_ID);
    std::vector<std::uint8_t> packet(kRtpHeader + kFrame, 0xD5), drain(2048);
    Pace pace;
    for (std::uint16_t n = 0; n < 200; ++n) {
      for (std::size_t i = 0; i < lines.size(); ++i) {
        write_rtp({8, false, n, n * 160U, 7, std::span(packet).subspan(kRtpHeader)});
        sent += send(lines[i].fd, packet.data(), packet.size(), 0) > 0 ? 1 : 0;
        while (recv(lines[i].fd, drain.data(), drain.size(), 0) > 0) ++received;
        // Phones do not speak in chorus: spread over the 20 ms.
        if (i % 50 == 49) pace.wait_until(20000L * n + static_cast<long>(20000 * i / lines.size()));
      }
      pace.wait_until(20000L * (n + 1));
    }
    const double used = (cpu_s(CLOCK_PROCESS_CPUTIME_ID) - all) - (cpu_s(CLOCK_THREAD_CPUTIME_ID) - own);
    state.counters["us_per_packet"] = used * 1e6 / static_cast<double>(sent);
    state.counters["cpu_s_per_call_minute"] = used / calls / 4 * 60;
    state.counters["lost"] = static_cast<double>(sent) - static_cast<double>(received);
  }
  for (const auto& line : lines) ::close(line.fd);
  for (int i = 0; recorded && i < 2 * calls; ++i)
    std::remove(("/tmp/okno_bench_" + std::to_string(i) + ".wav").c_str());
}
void relayed(benchmark::State& state) {
  relay(state, false);
}
void recorded(benchmark::State& state) {
  relay(state, true);
}
BENCHMARK(relayed)->Arg(100)->Arg(300)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(recorded)->Arg(100)->Arg(300)->Iterations(1)->Unit(benchmark::kMillisecond);

void translate(benchmark::State& state) {
  std::vector<std::uint8_t> payload(kFrame, 0x33);
  for (auto _ : state) {
    g711::transcode(payload, Codec::pcma, Codec::pcmu);
    benchmark::DoNotOptimize(payload.data());
  }
}
BENCHMARK(translate);

void seal(benchmark::State& state) {
  webrtc::SrtpKeys keys;
  keys.profile =
      state.range(0) == 0 ? webrtc::SrtpProfile::aead_aes_128_gcm : webrtc::SrtpProfile::aes128_cm_sha1_80;
  webrtc::Srtp one(keys), two(keys);
  std::vector<std::uint8_t> packet(kRtpHeader + kFrame + webrtc::Srtp::kOverhead);
  std::uint16_t seq = 0;
  for (auto _ : state) {
    const auto plain = write_rtp({8, false, ++seq, 0, 7, std::span(packet).subspan(kRtpHeader, kFrame)});
    benchmark::DoNotOptimize(two.open(one.protect(plain)).size());
  }
}
BENCHMARK(seal)->Arg(0)->Arg(1);
}  // namespace
}  // namespace okno::telephony::media
