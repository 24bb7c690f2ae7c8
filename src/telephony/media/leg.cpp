#include "telephony/media/leg.h"

#include <netinet/in.h>
#include <spdlog/spdlog.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "base/prng.h"
#include "telephony/media/g711.h"

namespace okno::telephony::media {
namespace {
constexpr base::Duration kReportEvery = std::chrono::seconds(5);  // RFC 3550, 6.2
constexpr std::uint8_t kComfortNoise = 13;

std::uint64_t random64() {
  // SSRC and first numbers need no secrecy, only difference (RFC 3550, 8): the time of the process's first
  // leg and the count of legs are enough together.
  static std::atomic<std::uint64_t> count{1};
  static const auto start =
      static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  return base::Prng(start + count.fetch_add(1, std::memory_order_relaxed)).next();
}

Numbering fresh_numbering() {
  const std::uint64_t r = random64();
  return {static_cast<std::uint32_t>(r >> 32), static_cast<std::uint16_t>(r >> 16 & 0x7FFF),
          static_cast<std::uint32_t>(r)};
}

std::optional<Codec> codec_of(std::uint8_t payload_type) {
  if (payload_type == static_cast<std::uint8_t>(Codec::pcma)) return Codec::pcma;
  if (payload_type == static_cast<std::uint8_t>(Codec::pcmu)) return Codec::pcmu;
  if (payload_type == static_cast<std::uint8_t>(Codec::g722)) return Codec::g722;
  return std::nullopt;
}

std::uint64_t source_of(LegId leg, std::uint32_t ssrc) {
  return (static_cast<std::uint64_t>(leg.value()) << 32) ^ ssrc;
}

void bump(std::atomic<std::uint64_t>& counter) {
  // One writer: a plain load and store is cheaper than a locked add.
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}
}  // namespace

Leg::Leg(LegId id, SocketPair sockets, std::uint32_t signalling, std::shared_ptr<LegCounters> counters,
         const Settings& settings, Listener& listener)
    : id_(id),
      sockets_(std::move(sockets)),
      counters_(std::move(counters)),
      settings_(settings),
      listener_(listener),
      lock_(signalling),
      numbering_(fresh_numbering()) {}

Leg::~Leg() {
  unbridge();
}

void Leg::set_remote(const RemoteRtp& remote, base::Instant now) {
  const auto ip = webrtc::parse_ip(remote.address);
  if (!ip)
    spdlog::warn("media: leg {}: {} is no IPv4 address, nothing is sent there", id_.value(), remote.address);
  remote_ = remote;
  remote_address_ = {ip.value_or(0), remote.port};
  if (remote.sealed) {
    if (!sealing_) sealing_ = std::make_unique<webrtc::Sealing>();
    sealing_->set(*remote.sealed);
  }
  lock_.expect(remote_address_);
  if (!remote.on_hold) hold_music_.reset();
  remote_known_ = true;
  last_life_ = now;
  if (next_report_ == base::Instant{}) next_report_ = now + kReportEvery;
}

void Leg::hold_with(std::shared_ptr<const Prompt> music) {
  if (!remote_.on_hold || hold_music_) return;
  hold_music_ = std::move(music);
  hold_frame_ = 0;
}

void Leg::connect_browser(const webrtc::Identity& identity, const webrtc::BrowserOffer& offer,
                          const webrtc::OurSide& ours, SocketPair sockets) {
  if (line_) line_->close();
  sockets_ = std::move(sockets);
  remote_.codec = offer.pcma ? Codec::pcma : Codec::pcmu;
  remote_.dtmf_payload = offer.telephone_event;
  remote_.send = offer.receives;
  remote_.receive = offer.sends;
  webrtc::LineLimits limits;
  limits.consent = std::chrono::milliseconds(settings_.consent_limit_ms);
  limits.connect = std::chrono::seconds(settings_.browser_connect_limit_s);
  webrtc::Line::Carrier& carrier = *this;
  line_ = std::make_unique<webrtc::Line>(identity, offer, ours, limits, carrier);
}

void Leg::close(base::Instant now) {
  stop_recording(now);
  if (line_) line_->close();
}

void Leg::send_datagram(std::span<const std::uint8_t> datagram, const webrtc::Path& path) {
  sockaddr_in to = webrtc::to_sockaddr(path.far);
  iovec part{const_cast<std::uint8_t*>(datagram.data()), datagram.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in_pktinfo))> control{};
  msghdr message{};
  message.msg_name = &to;
  message.msg_namelen = sizeof to;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  // The answer leaves from the address that was asked: a browser checks that.
  cmsghdr* head = CMSG_FIRSTHDR(&message);
  head->cmsg_level = IPPROTO_IP;
  head->cmsg_type = IP_PKTINFO;
  head->cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
  in_pktinfo from{};
  from.ipi_spec_dst.s_addr = htonl(path.near);
  std::memcpy(CMSG_DATA(head), &from, sizeof from);
  if (sendmsg(rtp_fd(), &message, 0) < 0) bump(counters_->unsent);
}

void Leg::line_up() {
  listener_.browser_connected(id_);
}
void Leg::line_lost() {
  spdlog::info("media: leg {}: the browser's line is lost: {}", id_.value(), line_->why());
  listener_.browser_lost(id_);
}

void Leg::start_recording(std::unique_ptr<Recording::Sink> sink, base::Instant now) {
  stop_recording(now);
  recording_ = std::make_unique<Recording>(std::move(sink), now);
}

void Leg::stop_recording(base::Instant now) {
  if (recording_) recording_->finish(now);
  recording_.reset();
}

void Leg::pause_recording(bool on, base::Instant now) {
  if (recording_) recording_->pause(on, now);
}

void Leg::bridge(Leg& a, Leg& b) {
  if (&a == &b) return;
  if (a.peer_ != &b) {
    a.unbridge();
    b.unbridge();
  }
  a.peer_ = &b;
  b.peer_ = &a;
  a.echo_ = b.echo_ = false;  // a microphone test left on must not swallow the voice
}

void Leg::join(const std::vector<Leg*>& legs) {
  const auto room = std::make_shared<Room>();
  for (Leg* leg : legs) leg->unbridge();
  for (Leg* leg : legs) {
    leg->room_ = room;
    leg->echo_ = false;
    room->add(*leg);
  }
}

// What the room says to us.
void Leg::hear(const Frame& mixed, base::Instant now) {
  std::array<std::uint8_t, kFrame> alaw, ulaw;
  std::transform(mixed.begin(), mixed.end(), alaw.begin(), g711::alaw_of);
  std::transform(alaw.begin(), alaw.end(), ulaw.begin(),
                 [](std::uint8_t byte) { return g711::kUlawOfAlaw[byte]; });
  room_timestamp_ += kFrame;
  if (recording_) {
    const RtpPacket packet{static_cast<std::uint8_t>(Codec::pcma), false, 0, room_timestamp_, 0, alaw};
    recording_->heard(Recording::Side::right, source_of(id_, 0), packet, Codec::pcma, now);
  }
  if (!playing_ && dtmf_out_.idle()) send_own(alaw, ulaw, now);
}

void Leg::listen(Leg& of, domain::ListenMode mode) {
  if (&of == this) return;
  const bool here = room_ && room_ == of.room_ && room_->listens(*this);
  if (!here) unbridge();
  echo_ = false;
  if (!of.room_) {
    const auto room = std::make_shared<Room>();
    Leg* const other = std::exchange(of.peer_, nullptr);
    of.room_ = room;
    room->add(of);
    if (other != nullptr) {
      other->peer_ = nullptr;
      other->room_ = room;
      room->add(*other);
    }
  }
  of.room_->add_listener(*this, of, mode);
  room_ = of.room_;
}

// Two are a pair again, as cheap as before.
void Leg::nobody_listens(Room& room) {
  std::vector<Leg*> left;
  for (Member* one : room.members()) left.push_back(static_cast<Leg*>(one));
  if (room.has_listeners() || left.size() > 2) return;
  for (Leg* one : left) one->unbridge();
  if (left.size() == 2) bridge(*left[0], *left[1]);
}

void Leg::unbridge() {
  if (const auto room = std::exchange(room_, nullptr)) {
    const bool listened = room->listens(*this);
    room->remove(*this);
    if (listened) nobody_listens(*room);
  }
  if (peer_ == nullptr) return;
  peer_->peer_ = nullptr;
  peer_ = nullptr;
}

void Leg::play(Playing what, std::uint64_t order) {
  if (order < play_order_) return;
  play_order_ = order;
  playing_.reset();
  if (what.prompts.empty()) {  // nothing could be read: the caller must not wait for ever
    if (!what.loop) listener_.play_finished(id_, what.token);
    return;
  }
  playing_ = std::move(what);
}

void Leg::stop_playing(std::uint64_t order) {
  if (order < play_order_) return;
  play_order_ = order;
  playing_.reset();
}

void Leg::received_from_browser(std::span<std::uint8_t> datagram, const webrtc::Path& from,
                                base::Instant now) {
  const auto got = line_->received(datagram, from, now);
  if (got.kind == webrtc::Line::Kind::rubbish) bump(counters_->malformed);
  if (got.kind == webrtc::Line::Kind::rtcp) reports_.heard(got.packet, now);
  if (got.kind != webrtc::Line::Kind::rtp) return;
  auto packet = read_rtp(got.packet);
  if (packet) {
    heard(*packet, now);
  } else {
    bump(counters_->malformed);
  }
}

void Leg::received(std::span<std::uint8_t> datagram, const webrtc::Path& from, base::Instant now) {
  if (line_) return received_from_browser(datagram, from, now);
  if (remote_.sealed) datagram = sealing_->open(datagram);  // what is not sealed with his key is not heard
  auto packet = read_rtp(datagram);
  if (!packet) {
    bump(counters_->malformed);
    return;
  }
  if (!lock_.admits(from.far, *packet, now)) {
    bump(counters_->strangers);
    return;
  }
  heard(*packet, now);
}

void Leg::received_rtcp(std::span<std::uint8_t> datagram, const Address& from, base::Instant now) {
  if (remote_.sealed) datagram = sealing_->open_rtcp(datagram);
  if (from.ip != lock_.destination().ip) {
    bump(counters_->strangers);
  } else if (reports_.heard(datagram, now)) {
    last_life_ = now;
  } else {
    bump(counters_->malformed);
  }
}

void Leg::heard(RtpPacket& packet, base::Instant now) {
  last_life_ = now;
  reception_.heard(packet, now);
  bump(counters_->packets_in);
  const auto codec = codec_of(packet.payload_type);
  if (!codec) {
    if (is_key(packet.payload_type)) {
      heard_digit(packet, now);
    } else if (packet.payload_type != kComfortNoise) {
      bump(counters_->malformed);
    }
    return;
  }
  if (packet.payload.empty()) return;
  if (g711::is(*codec)) {
    said(packet, *codec, true, now);
  } else {
    heard_other(packet, *codec, now);
  }
}

// `passes`: it goes to the far end too, not only to who mixes and records.
void Leg::said(RtpPacket& packet, Codec law, bool passes, base::Instant now) {
  const bool speaks = !muted_ && !remote_.on_hold;
  if (speaks) {  // recorded is what can be heard
    const auto source = source_of(id_, packet.ssrc);
    if (recording_) recording_->heard(Recording::Side::left, source, packet, law, now);
    if (peer_ != nullptr && peer_->recording_) {
      peer_->recording_->heard(Recording::Side::right, source, packet, law, now);
    }
  }
  if (room_ && speaks) {
    room_->said(*this, packet.timestamp, packet.payload, law);
  } else if (!passes) {
  } else if (echo_) {
    pass_on(packet, law, id_, now);
  } else if (peer_ != nullptr && speaks) {
    peer_->pass_on(packet, law, id_, now);
  }
}

// Not G.711: it is translated only for who mixes, records or knows no such codec; who knows it gets it as it
// is.
void Leg::heard_other(RtpPacket& packet, Codec codec, base::Instant now) {
  Leg* const to = echo_ ? this : muted_ || remote_.on_hold ? nullptr : peer_;
  const bool as_it_is = to != nullptr && to->remote_.codec == codec;
  const bool records = recording_ || (peer_ != nullptr && peer_->recording_);
  if (room_ || records || (to != nullptr && !as_it_is)) {
    std::array<std::int16_t, Translator::kMostSamples> samples;
    std::array<std::uint8_t, kRtpHeader + Translator::kMostSamples + kTailRoom> buffer;
    const auto count = translator(codec)->decode(packet.payload, samples);
    std::transform(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count),
                   buffer.begin() + kRtpHeader, g711::alaw_of);
    RtpPacket plain = packet;
    plain.payload = std::span(buffer).subspan(kRtpHeader, count);
    if (count > 0) said(plain, Codec::pcma, !as_it_is, now);
  }
  if (as_it_is) to->pass_on(packet, codec, id_, now);
}

Translator* Leg::translator(Codec codec) {
  if (!translator_ || translated_ != codec) translator_ = make_translator(codec);
  translated_ = codec;
  return translator_.get();
}

bool Leg::is_key(std::uint8_t payload_type) const {
  return payload_type == remote_.dtmf_payload || payload_type == remote_.dtmf_payload_in;
}

void Leg::heard_digit(RtpPacket& packet, base::Instant now) {
  const auto key = dtmf_in_.heard(packet);
  if (key) listener_.digit(id_, *key);
  if (key && room_ && !muted_) room_->pressed(*this, *key);
  if (peer_ == nullptr || muted_ || echo_) return;
  if (peer_->remote_.dtmf_payload >= 0) {
    peer_->pass_on_digit(packet, id_, now);
  } else if (key) {
    peer_->dtmf_out_.add(std::string(1, *key));  // as tones: the far end knows no events
  }
}

void Leg::pass_on(RtpPacket& packet, Codec codec, LegId from, base::Instant now) {
  if (!may_send() || playing_ || !dtmf_out_.idle()) return;
  const auto number = numbering_.relayed(source_of(from, packet.ssrc), packet.seq, packet.timestamp, now);
  if (!number) return;
  const Numbering::Number marked{number->seq, number->timestamp, packet.marker || number->marker};
  if (codec != remote_.codec) return send_sound(packet.payload, codec, marked);
  send(write_rtp({static_cast<std::uint8_t>(codec), marked.marker, marked.seq, marked.timestamp,
                  numbering_.ssrc(), packet.payload}),
       packet.payload.size());
}

// `payload`: G.711 by `law` with room before and behind; it leaves in the far end's codec.
void Leg::send_sound(std::span<std::uint8_t> payload, Codec law, const Numbering::Number& number) {
  const auto type = static_cast<std::uint8_t>(remote_.codec);
  if (g711::is(remote_.codec)) {
    g711::transcode(payload, law, remote_.codec);
    send(write_rtp({type, number.marker, number.seq, number.timestamp, numbering_.ssrc(), payload}),
         payload.size());
    return;
  }
  std::array<std::int16_t, Translator::kMostSamples> samples;
  std::array<std::uint8_t, kRtpHeader + Translator::kMostBytes + kTailRoom> buffer;
  if (payload.size() > samples.size()) return;
  std::transform(payload.begin(), payload.end(), samples.begin(),
                 law == Codec::pcma ? g711::linear_of_alaw : g711::linear_of_ulaw);
  const auto size = translator(remote_.codec)
                        ->encode(std::span(samples).first(payload.size()),
                                 std::span(buffer).subspan(kRtpHeader, Translator::kMostBytes));
  if (size == 0) return;
  send(write_rtp({type, number.marker, number.seq, number.timestamp, numbering_.ssrc(),
                  std::span(buffer).subspan(kRtpHeader, size)}),
       size);
}

void Leg::pass_on_digit(RtpPacket& packet, LegId from, base::Instant now) {
  if (!may_send() || playing_ || !dtmf_out_.idle()) return;
  const auto number = numbering_.relayed(source_of(from, packet.ssrc), packet.seq, packet.timestamp, now);
  if (!number) return;
  send(write_rtp({static_cast<std::uint8_t>(remote_.dtmf_payload), packet.marker, number->seq,
                  number->timestamp, numbering_.ssrc(), packet.payload}),
       packet.payload.size());
}

bool Leg::has_no_voice_to_pass_on() const {
  return peer_ == nullptr || peer_->muted_ || peer_->remote_.on_hold;
}

bool Leg::fills_the_line() const {
  // A phone that hears nothing at all may take the line for dead, and a NAT forget it. Not before the call is
  // under way, though: packets to a phone that still rings only confuse it.
  if (room_ || !may_send() || echo_ || (sent_.packets == 0 && reception_.packets() == 0)) return false;
  // Between calls a browser needs no sound: ICE keeps its line open.
  return has_no_voice_to_pass_on() && (peer_ != nullptr || !line_);
}

bool Leg::wants_tick() const {
  return room_ || playing_.has_value() || !dtmf_out_.idle() || fills_the_line();
}

void Leg::tick(base::Instant now) {
  // The other of two hears it as he would without a listener; among many it would drown the rest.
  if (room_ && hold_music_ && room_->members().size() == 2) {
    const auto at = (hold_frame_ % hold_music_->frames()) * kFrame;
    room_->said(*this, static_cast<std::uint32_t>(hold_frame_++ * kFrame), {&hold_music_->alaw[at], kFrame},
                Codec::pcma);
  }
  if (room_ && room_->keeps_time(*this)) room_->step(now);
  if (!dtmf_out_.idle()) {
    send_key(now);
    return;
  }
  if (playing_) {
    auto& p = *playing_;
    if (p.prompt == p.prompts.size()) {
      const auto token = p.token;
      playing_.reset();
      listener_.play_finished(id_, token);
      return;
    }
    const Prompt& prompt = *p.prompts[p.prompt];
    send_frame(prompt, p.frame, now);
    if (++p.frame == prompt.frames()) {
      p.frame = 0;
      ++p.prompt;
      if (p.prompt == p.prompts.size() && p.loop) p.prompt = 0;
    }
    return;
  }
  static const auto silent = [] {
    std::array<std::array<std::uint8_t, kFrame>, 2> out{};
    out[0].fill(g711::kSilenceA);
    out[1].fill(g711::kSilenceU);
    return out;
  }();
  if (!fills_the_line()) return;
  if (peer_ == nullptr || !peer_->hold_music_) return send_own(silent[0], silent[1], now);
  const Prompt& music = *peer_->hold_music_;
  send_frame(music, peer_->hold_frame_++ % music.frames(), now);
}

void Leg::send_frame(const Prompt& prompt, std::size_t frame, base::Instant now) {
  send_own({&prompt.alaw[frame * kFrame], kFrame}, {&prompt.ulaw[frame * kFrame], kFrame}, now);
}

void Leg::send_own(std::span<const std::uint8_t> alaw, std::span<const std::uint8_t> ulaw,
                   base::Instant now) {
  if (!may_send()) return;
  std::array<std::uint8_t, kRtpHeader + kFrame + kTailRoom> buffer;
  const std::span<std::uint8_t> payload(buffer.data() + kRtpHeader, kFrame);
  const Codec law = remote_.codec == Codec::pcmu ? Codec::pcmu : Codec::pcma;
  std::memcpy(payload.data(), (law == Codec::pcma ? alaw : ulaw).data(), kFrame);
  send_sound(payload, law, numbering_.own(kFrame, now));
}

void Leg::send_key(base::Instant now) {
  const auto step = dtmf_out_.step();
  if (!may_send()) return;
  std::array<std::uint8_t, kRtpHeader + kFrame + kTailRoom> buffer;
  std::span<std::uint8_t> payload(buffer.data() + kRtpHeader, kFrame);
  if (remote_.dtmf_payload < 0) {
    if (step.first) tone_at_ = 0;
    if (step.pause || step.end) {
      std::memset(payload.data(), g711::kSilenceA, kFrame);
    } else {
      write_tones(step.key, tone_at_, Codec::pcma, payload);
    }
    tone_at_ += kFrame;
    return send_sound(payload, Codec::pcma, numbering_.own(kFrame, now));
  }
  if (step.pause) return;
  const auto event = event_payload(step);
  payload = payload.first(event.size());
  std::memcpy(payload.data(), event.data(), event.size());
  const auto number = numbering_.held(step.first, now);
  send(write_rtp({static_cast<std::uint8_t>(remote_.dtmf_payload), number.marker, number.seq,
                  number.timestamp, numbering_.ssrc(), payload}),
       event.size());
}

void Leg::send(std::span<std::uint8_t> packet, std::size_t payload_bytes) {
  const sockaddr_in to = webrtc::to_sockaddr(lock_.destination());
  if (remote_.sealed) packet = sealing_->protect(packet);
  if (packet.empty()) return bump(counters_->unsent);
  const bool left = line_ ? line_->send_rtp(packet)
                          : sendto(rtp_fd(), packet.data(), packet.size(), 0,
                                   reinterpret_cast<const sockaddr*>(&to), sizeof to) >= 0;
  if (!left) {
    bump(counters_->unsent);  // a full buffer or no route: the next packet is as good
    return;
  }
  ++sent_.packets;
  sent_.octets += static_cast<std::uint32_t>(payload_bytes);
  bump(counters_->packets_out);
}

void Leg::report(base::Instant now) {
  next_report_ = now + kReportEvery;
  if (sent_.packets == 0 && reception_.packets() == 0) return;
  std::array<std::uint8_t, ReportExchange::kRoom> buffer;
  sent_.timestamp = numbering_.timestamp_at(now);
  auto packet = reports_.write(numbering_.ssrc(), sent_, reception_, now, buffer);
  if (line_) {
    line_->send_rtcp(packet);
    return;
  }
  Address to = lock_.destination();
  if (!to) return;
  ++to.port;
  if (remote_.sealed) packet = sealing_->protect_rtcp(packet);
  const sockaddr_in address = webrtc::to_sockaddr(to);
  sendto(rtcp_fd(), packet.data(), packet.size(), 0, reinterpret_cast<const sockaddr*>(&address),
         sizeof address);
}

void Leg::judge(base::Instant now) {
  if (peer_ == nullptr && !room_) return judge_.forget();
  if (!judge_.due(now)) return;
  const double before = peer_ == nullptr ? 0 : peer_->judge_.loss_in();
  const auto word = judge_.judge({reception_.packets(), reception_.lost(), reception_.jitter_ms()},
                                 reports_.take_theirs(), before, {}, now);
  if (word) listener_.quality(id_, *word);
}

void Leg::sweep(base::Instant now) {
  judge(now);
  counters_->lost_in.store(reception_.lost(), std::memory_order_relaxed);
  counters_->jitter_ms.store(reception_.jitter_ms(), std::memory_order_relaxed);
  if (recording_) recording_->sweep(now);
  if (recording_ && recording_->broken()) recording_.reset();
  if (line_) line_->sweep(now);
  if (!remote_known_ && !line_) return;
  if (now >= next_report_) report(now);
  if (line_) return;  // it knows by itself when the browser is gone
  const auto limit = std::chrono::seconds(settings_.idle_limit_s);
  if (remote_.receive && settings_.idle_limit_s > 0 && now - std::max(last_life_, told_silent_) >= limit) {
    told_silent_ = now;
    listener_.silent(id_);
  }
}
}  // namespace okno::telephony::media
