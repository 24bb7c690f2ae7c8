// Recordings: the sound, what is remarked at its moments, and the room that is left for them.
#include <sys/stat.h>

#include "api/byte_range.h"
#include "api/turns.h"
#include "app/recordings/sounds.h"

namespace okno::api {
namespace {
using domain::InteractionId;

// Of a sealed recording, which goes through memory: half an hour of sound. Players ask for the rest by
// themselves.
constexpr std::uint64_t kMostAtOnce = 8 << 20;

app::Sounds* sounds_of(const ExchangePtr& x) {
  if (x->house().parts.sounds == nullptr) x->refuse({"not_built", "Recordings are not kept here."});
  return x->house().parts.sounds;
}

app::Listener listener_of(const ExchangePtr& x) {
  return {x->who.agent, x->who.role};
}

// "bytes=0-" of a sealed recording is answered in parts (RFC 9110, 14.2: a server may give less).
void send_recording(const ExchangePtr& x, const base::Result<std::string>& path) {
  if (!path.ok()) return x->refuse(path.error());
  struct stat file {};
  if (::stat(path.value().c_str(), &file) != 0 || !S_ISREG(file.st_mode))
    return x->refuse({"no_recording", "The recording's file is not there any more."});
  app::Sounds* sounds = x->house().parts.sounds;
  const auto sized = sounds ? sounds->size(path.value()) : static_cast<std::uint64_t>(file.st_size);
  if (!sized.ok()) return x->refuse(sized.error());
  const std::uint64_t size = sized.value();
  const std::string etag = "\"" + std::to_string(size) + "-" + std::to_string(file.st_mtim.tv_sec) + "-" +
                           std::to_string(file.st_mtim.tv_nsec) + "\"";
  Answer answer;
  answer.type = "audio/mpeg";
  answer.headers = {{"ETag", etag}, {"Accept-Ranges", "bytes"}, {"Cache-Control", "private, no-cache"}};
  if (query_of(x, "download") == "1")
    answer.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"call-" + x->wild.front() + ".mp3\"");
  if (x->request.if_none_match.find(etag) != std::string::npos) {
    answer.status = 304;
    return x->answer(std::move(answer));
  }
  const bool sealed = size != static_cast<std::uint64_t>(file.st_size);
  const bool ranged = x->request.if_range.empty() || x->request.if_range == etag;
  ByteRange range = byte_range(ranged ? x->request.range : "", size);
  if (range.kind == ByteRange::Kind::unsatisfiable) {
    Answer no = problem(416, "bad_range", "The recording has " + std::to_string(size) + " bytes.");
    no.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    return x->answer(std::move(no));
  }
  const bool part = range.kind == ByteRange::Kind::part;
  if (sealed && part) range.length = std::min(range.length, kMostAtOnce);
  if (sealed) {
    auto body = sounds->part(path.value(), range.offset, range.length);
    if (!body.ok()) return x->refuse(body.error());
    answer.body = std::move(*body);
  } else {
    answer.file = path.value();
    answer.offset = range.offset;
    answer.length = range.length;
  }
  if (part) {
    answer.status = 206;
    answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(range.offset) + "-" +
                                                     std::to_string(range.offset + range.length - 1) + "/" +
                                                     std::to_string(size));
  }
  x->answer(std::move(answer));
}

void find_sound(const ExchangePtr& x, InteractionId id) {
  auto& parts = x->house().parts;
  if (parts.sounds != nullptr)
    if (auto may = parts.sounds->opened(id, listener_of(x), query_of(x, "download") == "1", x->now);
        !may.ok())
      return x->refuse(may.error());
  const auto made = parts.records.recording_made(id);
  if (!made.ok() || !made.value().empty()) return send_recording(x, made);
  const bool taken =
      parts.sound_pool.submit([x, id] { send_recording(x, x->house().parts.records.recording_mp3(id)); });
  if (!taken) x->busy();
}

void get_recording(const ExchangePtr& x) {  // on the store's pool; whose it may be was checked by the front
  const auto id = id_of(x);
  if (!id) return;
  // Who asks right after the hang-up must not find yesterday's row.
  x->house().parts.desk.written([x, id = InteractionId(*id)] {
    if (!x->house().parts.store_pool.submit([x, id] { find_sound(x, id); })) x->busy();
  });
}

void show_recording(const ExchangePtr& x) {
  const auto id = id_of(x);
  app::Sounds* sounds = sounds_of(x);
  if (!id || sounds == nullptr) return;
  x->house().parts.desk.written([x, sounds, id = InteractionId(*id)] {
    x->on_store([x, sounds, id] { answer_with(x, sounds->recording(id, listener_of(x))); });
  });
}

void add_moment(const ExchangePtr& x) {
  const auto id = id_of(x);
  app::Sounds* sounds = sounds_of(x);
  if (!id || sounds == nullptr) return;
  const auto wish = body_of<app::MomentRequest>(x);
  if (!wish) return;
  x->on_store([x, sounds, id = InteractionId(*id), wish = *wish] {
    answer_with(x, sounds->add_moment(id, wish, listener_of(x), x->now));
  });
}

void remove_moment(const ExchangePtr& x) {
  const auto id = id_of(x);
  const auto moment = id ? id_of(x, 1) : std::nullopt;
  app::Sounds* sounds = sounds_of(x);
  if (!moment || sounds == nullptr) return;
  x->on_store([x, sounds, id = InteractionId(*id), moment = *moment] {
    const auto done = sounds->remove_moment(id, moment, listener_of(x));
    if (!done.ok()) return x->refuse(done.error());
    answer_with(x, sounds->recording(id, listener_of(x)));
  });
}

void get_space(const ExchangePtr& x) {
  if (app::Sounds* sounds = sounds_of(x)) x->on_store([x, sounds] { answer_with(x, sounds->space()); });
}
}  // namespace

std::vector<Route> recording_routes() {
  return {
      {Verb::get, "/api/v1/interactions/{id}/recording.mp3", "get_recording", get_recording, "download", "",
       "audio/mpeg", 200,
       "The recording: stereo, customer left, agent right. Range works; download=1 is by right. Each "
       "listening is "
       "in the audit."},
      {Verb::get, "/api/v1/interactions/{id}/recording", "show_recording", show_recording, "", "",
       "RecordingView", 200, "What I may do with the recording, its pauses, and remarks at its moments."},
      {Verb::post, "/api/v1/interactions/{id}/moments", "add_moment", add_moment, "", "MomentRequest",
       "MomentView", 201, "A remark at a moment of the recording."},
      {Verb::remove, "/api/v1/interactions/{id}/moments/{moment}", "remove_moment", remove_moment, "", "",
       "RecordingView", 200, "Take a remark of mine away."},
      {Verb::get, "/api/v1/recordings/space", "get_space", get_space, "", "", "SpaceView", 200,
       "How much room is left for recordings."},
  };
}
}  // namespace okno::api
