#include "core/journal/event_json.h"

#include <array>
#include <boost/json.hpp>
#include <boost/mp11/algorithm.hpp>
#include <exception>

#include "base/described_json.h"
#include "core/journal/describe.h"

namespace okno::core {
namespace json = boost::json;
namespace {
// In the variant's order; the index of an event is its place here.
constexpr std::array<std::string_view, std::variant_size_v<Event>> kNames{"ConfigurationChanged",
                                                                          "InteractionArrived",
                                                                          "CallRequested",
                                                                          "CustomerRinging",
                                                                          "CustomerAnswered",
                                                                          "CustomerLeft",
                                                                          "DigitPressed",
                                                                          "PromptFinished",
                                                                          "AgentSignedIn",
                                                                          "AgentStateRequested",
                                                                          "AgentPhonesChanged",
                                                                          "CardDrawn",
                                                                          "OfferAnswered",
                                                                          "OfferDeclined",
                                                                          "AgentLeft",
                                                                          "AgentLost",
                                                                          "AgentReattached",
                                                                          "HoldRequested",
                                                                          "WrapUpFinished",
                                                                          "ContactAttached",
                                                                          "AgentTook",
                                                                          "AgentStateForced",
                                                                          "WrapUpExtended",
                                                                          "NumberListed",
                                                                          "CallbackRequested",
                                                                          "CallPlanned",
                                                                          "PlannedCallMoved",
                                                                          "PlannedCallCancelled",
                                                                          "TransferRequested",
                                                                          "ConsultRequested",
                                                                          "ConsultEnded",
                                                                          "TransferCompleted",
                                                                          "ConferenceRequested",
                                                                          "CallTakenOver",
                                                                          "GuestInvited",
                                                                          "GuestAnswered",
                                                                          "GuestLeft",
                                                                          "GuestDropped",
                                                                          "OutsideRinging",
                                                                          "OutsideAnswered",
                                                                          "OutsideLeft",
                                                                          "RecordingRequested",
                                                                          "ColleagueCalled",
                                                                          "AbsenceRequested",
                                                                          "PickupRequested",
                                                                          "ParkedFetched",
                                                                          "CheckpointTaken",
                                                                          "TimePassed",
                                                                          "Restarted"};
static_assert(std::is_same_v<std::variant_alternative_t<0, Event>, ConfigurationChanged>);
static_assert(std::is_same_v<std::variant_alternative_t<10, Event>, AgentPhonesChanged>);
static_assert(std::is_same_v<std::variant_alternative_t<kNames.size() - 1, Event>, Restarted>);

base::Error bad(std::string words) {
  return {"bad_event", std::move(words)};
}
}  // namespace

std::string event_to_json(const Event& event) {
  json::object out;
  out["event"] = kNames[event.index()];
  std::visit(
      [&](const auto& e) {
        const json::value fields = json::value_from(e);
        for (const auto& [name, value] : fields.as_object()) out[name] = value;
      },
      event);
  return json::serialize(out);
}

base::Result<Event> event_from_json(std::string_view text) {
  json::error_code code;
  json::value parsed = json::parse(json::string_view(text.data(), text.size()), code);
  if (code) return bad("not JSON: " + code.message());
  if (!parsed.is_object()) return bad("not an object");
  json::object& fields = parsed.as_object();
  const auto* name = fields.if_contains("event");
  if (!name || !name->is_string()) return bad("no \"event\"");
  const std::string wanted(name->as_string().data(), name->as_string().size());
  fields.erase("event");
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] != wanted) continue;
    try {
      return boost::mp11::mp_with_index<kNames.size()>(i, [&](auto index) -> Event {
        std::variant_alternative_t<index, Event> e;
        base::read_described(e, parsed);  // a journal may be older or newer than the program
        return e;
      });
    } catch (const std::exception& failure) {
      return bad(wanted + ": " + failure.what());
    }
  }
  return bad("unknown event " + wanted);
}
}  // namespace okno::core
