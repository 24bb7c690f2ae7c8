// Recordings as the API shows them.
#pragma once
#include "app/views.h"

namespace okno::app {
struct MomentView {  // a remark at a moment of a recording
  IdNumber id = 0;
  Ms at_ms = 0;  // since the recording began
  PersonView author;
  std::string text;
  Ms made_at_ms = 0;
  bool mine = false;  // the reader may take it away
};
BOOST_DESCRIBE_STRUCT(MomentView, (), (id, at_ms, author, text, made_at_ms, mine))

struct MomentRequest {
  Ms at_ms = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(MomentRequest, (), (at_ms, text))

struct SpaceView {  // for recordings
  std::int64_t free_mb = 0;
  std::int64_t limit_mb = 0;  // supervisors are warned under it; 0: never
  bool low = false;
};
BOOST_DESCRIBE_STRUCT(SpaceView, (), (free_mb, limit_mb, low))

struct RecordingView {
  bool may_hear = false;
  bool may_download = false;
  std::vector<RecordingPauseView> pauses;
  std::vector<MomentView> moments;
  std::optional<Ms> deleted_at_ms;  // by the project's rule, when nothing else happens
};
BOOST_DESCRIBE_STRUCT(RecordingView, (), (may_hear, may_download, pauses, moments, deleted_at_ms))
}  // namespace okno::app
