// A call as it is heard: left what the leg says, right what its peer says, put on one time line by arrival.
// Runs on the leg's thread and only ever gives finished pieces to its sink. Pure: time is an argument.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/instant.h"
#include "telephony/media/engine.h"
#include "telephony/media/rtp.h"

namespace okno::telephony::media {
// One side. Packets of one source lie as their timestamps say; the source as a whole lies where its quickest
// packets arrive, so that neither jitter nor a clock that runs wrong moves it from the other side.
class RecordingLane {
 public:
  RecordingLane();
  // `arrival` in samples since the recording began.
  void heard(std::uint64_t source, std::uint32_t timestamp, std::span<const std::uint8_t> payload,
             Codec codec, std::int64_t arrival);
  // What lies from here on is not kept, and nothing is put there until `quiet(…, false)`.
  void quiet(bool on, std::int64_t from);
  // Takes what lies from the last taken to `until`, and fills `out` at every second byte.
  void take(std::int64_t until, std::uint8_t* out);

 private:
  std::int64_t place(std::uint64_t source, std::uint32_t timestamp, std::int64_t arrival);
  void conceal_before(std::int64_t at);
  void anchor(std::uint32_t timestamp, std::int64_t at, std::int64_t arrival);
  static constexpr std::size_t kRing = 16384;  // samples, two seconds
  std::vector<std::uint8_t> ring_;
  std::int64_t taken_ = 0;
  bool quiet_ = false;
  std::int64_t loud_from_ = 0;  // what was said before and comes late belongs to the pause
  std::int64_t end_ = 0;  // of the newest packet of this source
  std::uint64_t source_ = 0;
  std::uint32_t anchor_timestamp_ = 0;
  std::int64_t anchor_at_ = 0, window_ends_ = 0, least_late_ = 0;
};

class Recording {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void append(std::vector<std::uint8_t> stereo) = 0;  // A-law, left and right in turn
    virtual void close() = 0;
    virtual bool broken() const = 0;  // takes no more, and has said so to whom it concerns
  };
  enum class Side { left, right };
  Recording(std::unique_ptr<Sink> sink, base::Instant now);
  void heard(Side side, std::uint64_t source, const RtpPacket& packet, Codec codec, base::Instant now);
  void pause(bool on, base::Instant now);  // silence on both sides; the time goes on
  void sweep(base::Instant now);           // passes on what no late packet can change any more
  void finish(base::Instant now);          // passes on the rest and closes
  bool broken() const { return sink_->broken(); }

 private:
  void pass_on(std::int64_t until);
  std::int64_t samples_at(base::Instant now) const { return (now - began_).count() * kSamplesPerMs / 1000; }
  std::unique_ptr<Sink> sink_;
  base::Instant began_;
  std::int64_t passed_ = 0;  // samples
  RecordingLane left_, right_;
};
}  // namespace okno::telephony::media
