#include "api/schema/shapes.h"

#include <boost/core/demangle.hpp>
#include <map>
#include <memory>

#include "api/schema/json.h"
#include "api/schema/live_frames.h"
#include "app/lines/views.h"
#include "app/recordings/views.h"
#include "base/check.h"

namespace okno::api {
namespace {
struct Tables {
  std::map<std::string, std::unique_ptr<Shape>> by_type;  // mangled or made-up name → shape
  std::vector<const Shape*> named;
};
Tables& tables() {
  static Tables it;
  return it;
}

template <class T>
std::string type_name() {
  std::string name = boost::core::demangle(typeid(T).name());
  return name.substr(name.rfind(':') + 1);
}

template <class T>
const Shape* shape_of() {
  using namespace app::json_detail;
  auto& slot = tables().by_type[typeid(T).name()];
  if (slot) return slot.get();
  slot = std::make_unique<Shape>();
  Shape& shape = *slot;  // stays where it is while the table grows
  if constexpr (std::is_same_v<T, bool>) {
    shape.kind = Shape::Kind::boolean;
  } else if constexpr (std::is_same_v<T, std::string>) {
    shape.kind = Shape::Kind::text;
  } else if constexpr (std::is_enum_v<T>) {
    shape.kind = Shape::Kind::choice;
    shape.name = type_name<T>();
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
        [&](auto one) { shape.choices.emplace_back(one.name); });
    tables().named.push_back(&shape);
  } else if constexpr (std::is_integral_v<T>) {
    shape.kind = Shape::Kind::integer;
  } else if constexpr (std::is_floating_point_v<T>) {
    shape.kind = Shape::Kind::number;
  } else if constexpr (IsVector<T>::value) {
    shape.kind = Shape::Kind::list;
    shape.item = shape_of<typename T::value_type>();
  } else {
    shape.name = type_name<T>();
    using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
    boost::mp11::mp_for_each<Members>([&](auto member) {
      using Field = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
      if constexpr (IsOptional<Field>::value)
        shape.fields.push_back({member.name, shape_of<typename Field::value_type>(), true});
      else
        shape.fields.push_back({member.name, shape_of<Field>(), false});
    });
    tables().named.push_back(&shape);
  }
  return &shape;
}

template <class... T>
void make() {
  (shape_of<T>(), ...);
}

void make_all() {
  static const bool once = [] {
    using namespace app;
    make<PersonView, CompanyView, ContactView, DealView, ClaimView, NoteView, IvrStepView, SegmentView,
         CompanyPresentView, MemberView, InteractionView, TimelineItemView, CardView, PhonesView, AgentView,
         QueueView, OfferView, OfferEndView, TrunkView, AlertView, MeView, ParkedView, ParkedListView,
         ListeningView, SnapshotView, PassedView, DecisionView>();
    make<SignInRequest, StateRequest, ContactRequest, NoteRequest, AttachRequest, CallRequest,
         TransferRequest, HandOverRequest, ListenRequest, MemberRequest, DigitsRequest, FinishRequest,
         TestInteractionRequest, AbsenceRequest, PickupRequest>();
    make<RelaxStepView, QueueRulesView, AgentRulesView, ProjectRulesView, HoursView, EntryView,
         ConfigurationView, ConfigurationRequest, ConfigurationSavedView, ProblemPlaceView,
         ConfigurationChangedView, AuditView, RecentDecisionView, PlannedCallRequest, PlannedCallMove,
         PlannedCallView, BlockedRequest, BlockedView, CallbackRequest, RecordRequest, RecordingView,
         MomentRequest, MomentView, SpaceView>();
    make<LineView, LineRequest, LineTestRequest, LineTestStepView, LineTestView>();
    make<PhoneAnswerView, PhoneStateView, PhoneEchoView, RefusedView, NothingView, CardDrawnFrame,
         ViewingFrame, PhoneOfferFrame, PhoneEchoFrame, BareFrame, IceServerView, IceView, SignedInView,
         HealthView, ProblemView>();
    return true;
  }();
  static_cast<void>(once);
}
}  // namespace

const Shape& shape_named(const std::string& name) {
  for (const auto* shape : all_shapes())
    if (shape->name == name) return *shape;
  OKNO_CHECK(!"every type of the route table is in shapes.cpp");
  return *all_shapes().front();
}

const std::vector<const Shape*>& all_shapes() {
  make_all();
  return tables().named;
}

const std::vector<FrameShape>& live_events() {
  static const std::vector<FrameShape> table = [] {
    const auto of = [](const char* name) { return &shape_named(name); };
    return std::vector<FrameShape>{
        {"snapshot", of("SnapshotView"), "the first frame: everything this reader may see"},
        {"me.changed", of("MeView"), "the reader's own state"},
        {"agent.changed", of("AgentView"), "an agent's state, phones or work"},
        {"interaction.changed", of("InteractionView"), "a live interaction; `ended` once, as the last"},
        {"queue.changed", of("QueueView"), "a queue's line and today's numbers"},
        {"card.changed", of("CardView"), "the card of the interaction the reader is in"},
        {"offer.made", of("OfferView"), "show the card now; answer with card.drawn, the ring follows"},
        {"offer.ringing", of("OfferEndView"), "the ring starts"},
        {"offer.withdrawn", of("OfferEndView"), "the offer is over; `reason` says why"},
        {"parked.changed", of("ParkedListView"), "who is parked now, by slot"},
        {"trunk.changed", of("TrunkView"), "for supervisors: how a provider's line stands"},
        {"line.tested", of("LineTestView"), "for supervisors: a line is being tried, step by step"},
        {"listening.changed", of("ListeningView"),
         "a supervisor is on a line, in another mode, or no more; to supervisors, and to the agent when he "
         "may know"},
        {"alert", of("AlertView"), "for supervisors: something needs a look"},
        {"configuration.changed", of("ConfigurationChangedView"),
         "the rules of routing have changed; to supervisors"},
        {"refused", of("RefusedView"), "a wish could not be granted"},
        {"phone.answer", of("PhoneAnswerView"), "the answer to this window's phone.offer"},
        {"phone.error", of("RefusedView"), "the phone could not be connected"},
        {"phone.state", of("PhoneStateView"),
         "whether the agent has a browser phone, and whether it is here"},
        {"phone.echo", of("PhoneEchoView"), "the microphone test"},
        {"pong", of("NothingView"), "the answer to ping"},
        {"error", of("RefusedView"), "a frame was not understood; the socket may close after it"},
    };
  }();
  return table;
}

const std::vector<FrameShape>& live_requests() {
  static const std::vector<FrameShape> table = [] {
    const auto of = [](const char* name) { return &shape_named(name); };
    return std::vector<FrameShape>{
        {"card.drawn", of("CardDrawnFrame"), "the offer's card is on the screen"},
        {"viewing", of("ViewingFrame"), "which customer's card is open; null: none"},
        {"phone.offer", of("PhoneOfferFrame"), "connect this window as the agent's phone"},
        {"phone.close", of("BareFrame"), "this window gives the phone up"},
        {"phone.echo", of("PhoneEchoFrame"), "microphone test on or off"},
        {"ping", of("BareFrame"), "answered by pong"},
    };
  }();
  return table;
}
}  // namespace okno::api
