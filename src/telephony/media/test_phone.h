// For tests: a telephone that is a UDP socket, tones, an ear for tones, and a listener that waits.
#pragma once
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <numbers>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "telephony/media/codec/translator.h"
#include "telephony/media/dtmf.h"
#include "telephony/media/engine.h"
#include "telephony/media/g711.h"
#include "telephony/media/rtp.h"
#include "telephony/webrtc/address.h"

namespace okno::telephony::media::testing {
using namespace std::chrono_literals;
inline constexpr auto kDeadline = 5s;

// The share of the sound's power that lies at `hertz` (Goertzel), 0..1.
inline double share_at(const std::vector<std::int16_t>& samples, double hertz) {
  if (samples.empty()) return 0;
  const double k = 2 * std::cos(2 * std::numbers::pi * hertz / 8000);
  double one = 0, two = 0, total = 0;
  for (const auto sample : samples) {
    const double now = sample + k * one - two;
    two = one;
    one = now;
    total += static_cast<double>(sample) * sample;
  }
  const double power = one * one + two * two - k * one * two;
  return total == 0 ? 0 : 2 * power / (total * static_cast<double>(samples.size()));
}

inline std::vector<std::int16_t> tone(double hertz, std::size_t samples, std::size_t from = 0,
                                      double level = 8000) {
  std::vector<std::int16_t> out(samples);
  for (std::size_t i = 0; i < samples; ++i) {
    out[i] = static_cast<std::int16_t>(
        level * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(from + i) / 8000));
  }
  return out;
}

struct Heard {
  RtpPacket packet;
  std::vector<std::uint8_t> payload;
  webrtc::Address from;
  std::chrono::steady_clock::time_point at;
};

class Phone {
 public:
  explicit Phone(Codec codec = Codec::pcma, const std::string& ip = "127.0.0.1") : codec_(codec) {
    fd_ = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const sockaddr_in any = webrtc::to_sockaddr({*webrtc::parse_ip(ip), 0});
    EXPECT_EQ(0, bind(fd_, reinterpret_cast<const sockaddr*>(&any), sizeof any));
    sockaddr_in mine{};
    socklen_t size = sizeof mine;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&mine), &size);
    address_ = webrtc::from_sockaddr(mine);
  }
  ~Phone() { ::close(fd_); }
  Phone(const Phone&) = delete;
  Phone& operator=(const Phone&) = delete;

  RemoteRtp remote() const {
    RemoteRtp out;
    out.address = webrtc::ip_text(address_.ip);
    out.port = address_.port;
    out.codec = codec_;
    out.dtmf_payload = 101;
    return out;
  }
  void towards(std::uint16_t port) { to_ = {0x7F000001, port}; }

  void send_raw(const std::vector<std::uint8_t>& bytes) {
    const sockaddr_in to = webrtc::to_sockaddr(to_);
    EXPECT_EQ(static_cast<ssize_t>(bytes.size()),
              sendto(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to));
  }
  void send_packet(std::uint8_t payload_type, bool marker, const std::vector<std::uint8_t>& payload) {
    std::vector<std::uint8_t> bytes(kRtpHeader + payload.size());
    std::copy(payload.begin(), payload.end(), bytes.begin() + kRtpHeader);
    write_rtp({payload_type, marker, seq, timestamp, ssrc, std::span(bytes).subspan(kRtpHeader)});
    send_raw(bytes);
  }
  // 20 ms of the tone, in the phone's codec.
  void say(double hertz) {
    std::vector<std::uint8_t> payload;
    const auto sound = tone(hertz, kFrame, said_);
    if (translator_) {
      payload.resize(Translator::kMostBytes);
      payload.resize(translator_->encode(sound, payload));
    }
    for (const auto sample : sound) {
      if (translator_) break;
      payload.push_back(codec_ == Codec::pcma ? g711::alaw_of(sample) : g711::ulaw_of(sample));
    }
    said_ += kFrame;
    send_packet(static_cast<std::uint8_t>(codec_), false, payload);
    ++seq;
    timestamp += kFrame;
  }
  void press(std::uint8_t event, bool marker, bool end, std::uint16_t duration) {
    send_packet(101, marker,
                {event, static_cast<std::uint8_t>(end ? 0x8A : 0x0A),
                 static_cast<std::uint8_t>(duration >> 8), static_cast<std::uint8_t>(duration)});
    ++seq;
  }
  // The next packet that comes, or nothing in time.
  std::optional<Heard> hear(std::chrono::milliseconds within = kDeadline) {
    pollfd waiting{fd_, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(within.count())) != 1) return std::nullopt;
    std::vector<std::uint8_t> bytes(2048);
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const auto got = recvfrom(fd_, bytes.data(), bytes.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 0) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(got));
    const auto packet = read_rtp(bytes);
    EXPECT_TRUE(packet.has_value()) << "the engine sent something that is no RTP";
    if (!packet) return std::nullopt;
    return Heard{*packet,
                 {packet->payload.begin(), packet->payload.end()},
                 webrtc::from_sockaddr(from),
                 std::chrono::steady_clock::now()};
  }
  // What a phone of this codec makes of it.
  static std::vector<std::int16_t> decoded(const std::vector<Heard>& heard, Codec codec) {
    const auto translator = make_translator(codec);
    std::vector<std::int16_t> out, part(Translator::kMostSamples);
    for (const auto& one : heard) {
      const auto count = translator->decode(one.payload, part);
      out.insert(out.end(), part.begin(), part.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return out;
  }
  // Listens until then, at the pace of speech, and gives how many packets came.
  int hear_until(std::chrono::steady_clock::time_point then) {
    int came = 0;
    for (;;) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(then - std::chrono::steady_clock::now());
      if (left <= 0ms) return came;
      came += hear(left) ? 1 : 0;
    }
  }
  // Nothing comes for so long.
  bool quiet(std::chrono::milliseconds during = 60ms) { return !hear(during).has_value(); }
  void forget() {
    while (hear(0ms)) {
    }
  }
  static void append(const Heard& heard, std::vector<std::int16_t>& samples) {
    for (const auto byte : heard.payload) {
      samples.push_back(heard.packet.payload_type == 8 ? g711::linear_of_alaw(byte)
                                                       : g711::linear_of_ulaw(byte));
    }
  }
  std::vector<std::int16_t> hear_samples(std::size_t packets) {
    std::vector<std::int16_t> out;
    for (std::size_t i = 0; i < packets; ++i) {
      const auto heard = hear();
      if (!heard) break;
      append(*heard, out);
    }
    return out;
  }

  std::uint16_t seq = 1000;
  std::uint32_t timestamp = 50000, ssrc = 0x1234;

 private:
  Codec codec_;
  std::unique_ptr<Translator> translator_ = make_translator(codec_);
  int fd_ = -1;
  webrtc::Address address_, to_;
  std::size_t said_ = 0;
};

class Ears : public Listener {
 public:
  void digit(LegId leg, char key) override {
    note([&] { digits_[leg.value()] += key; });
  }
  void play_finished(LegId, std::int64_t token) override {
    note([&] { token < 0 ? last_barrier_ = token : (finished_.push_back(token), 0); });
  }
  void silent(LegId leg) override {
    note([&] { ++silent_[leg.value()]; });
  }
  void browser_connected(LegId leg) override {
    note([&] { ++connected_[leg.value()]; });
  }
  void browser_lost(LegId leg) override {
    note([&] { ++lost_[leg.value()]; });
  }
  void recording_stopped(LegId, const std::string& file, const std::string& mark) override {
    note([&] { recordings_[file] = mark; });
  }

  // Waits until `happened` holds; false when it did not in time.
  bool wait(const std::function<bool(const Ears&)>& happened, std::chrono::milliseconds within = kDeadline) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, within, [&] { return happened(*this); });
  }
  // Inside wait() only, or when nothing runs any more.
  std::map<std::int64_t, std::string> digits_;
  std::vector<std::int64_t> finished_;
  std::int64_t last_barrier_ = 0;  // tokens below zero: see AnEngine::settle
  std::map<std::int64_t, int> silent_, connected_, lost_;
  std::map<std::string, std::string> recordings_;

 private:
  void note(const std::function<void()>& what) {
    {
      const std::lock_guard lock(mutex_);
      what();
    }
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

// Waits until `holds`, looking again every few milliseconds: for what tells nobody when it changes.
inline bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds within = kDeadline) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable never;
  for (const auto until = std::chrono::steady_clock::now() + within; !holds();) {
    if (std::chrono::steady_clock::now() >= until) return false;
    never.wait_for(lock, 5ms);
  }
  return true;
}

inline Settings test_settings() {
  Settings out;
  out.rtp_address = "127.0.0.1";
  out.first_port = 0;
  return out;
}
}  // namespace okno::telephony::media::testing
