// One side of a call as packets and sound. Lives on one media thread at a time and knows no lock; `now` comes
// with every call. A leg either plays, or passes on what its peer says, or sends silence, or nothing.
#pragma once
#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "telephony/media/codec/translator.h"
#include "telephony/media/dtmf.h"
#include "telephony/media/engine.h"
#include "telephony/media/hearing/quality.h"
#include "telephony/media/port_range.h"
#include "telephony/media/prompt.h"
#include "telephony/media/recording.h"
#include "telephony/media/room/room.h"
#include "telephony/media/rtcp.h"
#include "telephony/media/rtp.h"
#include "telephony/media/source_lock.h"
#include "telephony/webrtc/line.h"
#include "telephony/webrtc/sealing.h"

namespace okno::telephony::media {
// Written by the leg's thread, read by any.
struct LegCounters {
  std::atomic<std::uint64_t> packets_in{0}, packets_out{0}, lost_in{0}, strangers{0}, malformed{0}, unsent{0};
  std::atomic<double> jitter_ms{0};
};

// Sounds to be played one after another, then again if it is a loop.
struct Playing {
  std::vector<std::shared_ptr<const Prompt>> prompts;
  bool loop = false;
  std::int64_t token = 0;
  std::size_t prompt = 0, frame = 0;
};

class Leg : private webrtc::Line::Carrier, private Member {
 public:
  // Bytes to be left free after a packet's end: SRTP appends its tag there.
  static constexpr std::size_t kTailRoom = 32;
  // `signalling`: where the far end's SIP comes from, if known; its sound most often does too.
  Leg(LegId id, SocketPair sockets, std::uint32_t signalling, std::shared_ptr<LegCounters> counters,
      const Settings& settings, Listener& listener);
  ~Leg() override;
  Leg(const Leg&) = delete;
  Leg& operator=(const Leg&) = delete;

  LegId id() const { return id_; }
  int rtp_fd() const { return sockets_.rtp.fd(); }
  int rtcp_fd() const { return sockets_.rtcp.fd(); }

  // --- what the calls of Engine come to
  void set_remote(const RemoteRtp& remote, base::Instant now);
  // What the peer hears while the far end holds; too late when it does no more.
  void hold_with(std::shared_ptr<const Prompt> music);
  // The leg's sockets and line are new from now on; the old line, if any, is closed.
  void connect_browser(const webrtc::Identity& identity, const webrtc::BrowserOffer& offer,
                       const webrtc::OurSide& ours, SocketPair sockets);
  // The recording ends; the far end is told, where there is a way to tell.
  void close(base::Instant now);
  static void bridge(Leg& a, Leg& b);
  static void join(const std::vector<Leg*>& legs);  // a conference
  // Into the conversation of `of`, or to him alone. A pair is a room while somebody listens.
  void listen(Leg& of, domain::ListenMode mode);
  void unbridge();
  // `order` rises with every play and everything that ends one: a play that was overtaken is not begun.
  void play(Playing what, std::uint64_t order);
  void stop_playing(std::uint64_t order);
  void mute(bool on) { muted_ = on; }
  void echo(bool on) { echo_ = on; }
  void send_digits(const std::string& digits) { dtmf_out_.add(digits); }
  void start_recording(std::unique_ptr<Recording::Sink> sink, base::Instant now);
  void stop_recording(base::Instant now);
  void pause_recording(bool on, base::Instant now);
  Leg* peer() const { return peer_; }
  std::uint32_t ssrc() const { return numbering_.ssrc(); }

  // --- packets and time
  // The datagram has kTailRoom bytes of room after it and is changed in place.
  void received(std::span<std::uint8_t> datagram, const webrtc::Path& from, base::Instant now);
  void received_rtcp(std::span<std::uint8_t> datagram, const Address& from, base::Instant now);
  bool wants_tick() const;        // has something of its own to say each 20 ms
  void tick(base::Instant now);   // 20 ms
  void sweep(base::Instant now);  // about four times a second

  bool ticking = false;  // the thread's note that the leg is in its list

 private:
  void send_datagram(std::span<const std::uint8_t> datagram, const webrtc::Path& path) override;
  void hear(const Frame& mixed, base::Instant now) override;
  void hear_key(char key) override { dtmf_out_.add(std::string(1, key)); }
  static void nobody_listens(Room& room);
  void line_up() override;
  void line_lost() override;
  void received_from_browser(std::span<std::uint8_t> datagram, const webrtc::Path& from, base::Instant now);
  void heard(RtpPacket& packet, base::Instant now);
  void heard_other(RtpPacket& packet, Codec codec, base::Instant now);
  void said(RtpPacket& packet, Codec law, bool passes, base::Instant now);
  void heard_digit(RtpPacket& packet, base::Instant now);
  void pass_on(RtpPacket& packet, Codec codec, LegId from, base::Instant now);
  void pass_on_digit(RtpPacket& packet, LegId from, base::Instant now);
  void send_own(std::span<const std::uint8_t> alaw, std::span<const std::uint8_t> ulaw, base::Instant now);
  void send_key(base::Instant now);
  void send_sound(std::span<std::uint8_t> payload, Codec law, const Numbering::Number& number);
  void send(std::span<std::uint8_t> packet, std::size_t payload_bytes);
  bool may_send() const {
    return remote_.send && (line_ ? line_->up() : static_cast<bool>(lock_.destination()));
  }
  Translator* translator(Codec codec);
  bool has_no_voice_to_pass_on() const;
  bool fills_the_line() const;
  bool is_key(std::uint8_t payload_type) const;
  void send_frame(const Prompt& prompt, std::size_t frame, base::Instant now);
  void report(base::Instant now);
  void judge(base::Instant now);

  LegId id_;
  SocketPair sockets_;
  std::shared_ptr<LegCounters> counters_;
  const Settings& settings_;
  Listener& listener_;
  std::unique_ptr<webrtc::Line> line_;  // browsers only
  std::unique_ptr<webrtc::Sealing>
      sealing_;  // others, once keys came by the signalling; stays for its counters
  std::unique_ptr<Translator>
      translator_;                  // of what the far end speaks, once that is needed and is not G.711
  Codec translated_ = Codec::pcma;  // … which it is of
  RemoteRtp remote_;
  Address remote_address_;
  SourceLock lock_;
  Reception reception_;
  Numbering numbering_;
  ReportExchange reports_;
  Judge judge_;
  SentSoFar sent_;
  DtmfReader dtmf_in_;
  DtmfWriter dtmf_out_;
  std::uint32_t tone_at_ = 0;  // samples into the key that is being sent as tones
  std::optional<Playing> playing_;
  std::shared_ptr<const Prompt> hold_music_;  // for the peer; only while the far end holds
  std::size_t hold_frame_ = 0;
  std::uint64_t play_order_ = 0;
  Leg* peer_ = nullptr;
  std::shared_ptr<Room> room_;  // of a conference; then there is no peer
  std::uint32_t room_timestamp_ = 0;
  std::unique_ptr<Recording> recording_;
  bool muted_ = false, echo_ = false;
  bool remote_known_ = false;
  base::Instant last_life_{}, told_silent_{}, next_report_{};
};
}  // namespace okno::telephony::media
