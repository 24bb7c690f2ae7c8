// How long one decision takes, by the size of the house and of its line. "free": a call finds an agent at
// once; "served": an agent becomes free and takes whose turn it is; "waits": nobody is free, the call joins
// the line and is explained. "skilled": the same with six languages, of which each agent speaks two. "day":
// 24 h at nine tenths of what the house can do. "memory": what one who waits costs. Times are those of the
// thread's processor: another program on the core does not count.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <queue>
#include <vector>

#include "base/prng.h"

#include "core/centre.h"

namespace okno::core {
namespace {
using namespace std::chrono_literals;
using base::Instant;

constexpr std::int64_t kLanguages = 6;

Configuration house(std::int64_t agents, bool skilled) {
  Configuration c;
  c.phone_required = false;
  Project project;
  project.id = ProjectId(1);
  c.projects.push_back(project);
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "support";
  queue.project = project.id;
  queue.wrap_up_limit = 0s;
  queue.max_waiting = 1'000'000;
  queue.ageing = 1;
  queue.language_as_skill = skilled;
  c.queues.push_back(queue);
  for (std::int64_t i = 1; i <= agents; ++i) {
    Agent agent;
    agent.id = AgentId(i);
    agent.queues = {queue.id};
    for (std::int64_t k = 0; skilled && k < 2; ++k)
      agent.skills.push_back({"lang:" + std::to_string((i + k) % kLanguages), 1});
    c.agents.push_back(agent);
  }
  return c;
}

// A house in full work: half of the agents talk, the rest stand by.
class House {
 public:
  explicit House(std::int64_t agents, bool skilled = false) : House(agents, skilled, agents / 2) {}
  House(std::int64_t agents, bool skilled, std::int64_t talking)
      : centre_(house(agents, skilled)), skilled_(skilled) {
    for (std::int64_t i = 1; i <= agents; ++i) apply(AgentStateRequested{AgentId(i), AgentState::ready, ""});
    for (std::int64_t i = 0; i < talking; ++i) {
      arrive();
      talk();
    }
  }
  const std::vector<Command>& apply(const Event& event) {
    now_ += 1ms;
    return last_ = centre_.apply(event, now_);
  }
  InteractionId arrive() {
    const InteractionArrived e = newcomer();
    apply(e);
    return e.id;
  }
  InteractionArrived newcomer() {
    InteractionArrived e;
    e.id = InteractionId(++ids_);
    e.project = ProjectId(1);
    e.target = "queue:support";
    e.from = "+79161234567";
    if (skilled_) e.facts.language = std::to_string(ids_ % kLanguages);
    return e;
  }
  void talk() {  // whoever was just offered somebody answers
    for (const Command& command : last_)
      if (const auto* card = std::get_if<ShowCard>(&command)) {
        talking_.push_back(card->id);
        const OfferAnswered answer{card->agent, card->offer};
        apply(answer);
        return;
      }
  }
  InteractionId oldest() { return talking_[first_++]; }
  Instant now() const { return now_; }
  void wait_until(Instant at) { now_ = std::max(now_, at); }

 private:
  Centre centre_;
  bool skilled_;
  Instant now_ = base::from_ms(1'750'000'000'000);
  std::vector<Command> last_;
  std::vector<InteractionId> talking_;
  std::size_t first_ = 0;
  std::int64_t ids_ = 0;
};

double processor_s() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

class Stopwatch {
 public:
  explicit Stopwatch(benchmark::State& state) : state_(state) {}
  template <class Work>
  void measure(Work work) {
    const double begin = processor_s();
    work();
    const double span = processor_s() - begin;
    state_.SetIterationTime(span);
    spans_.push_back(span * 1e6);
  }
  ~Stopwatch() {
    std::sort(spans_.begin(), spans_.end());
    if (spans_.empty()) return;
    state_.counters["p50_us"] = spans_[spans_.size() / 2];
    state_.counters["p99_us"] = spans_[spans_.size() * 99 / 100];
  }

 private:
  benchmark::State& state_;
  std::vector<double> spans_;
};

// Everybody talks and `waiting` stand in line.
void fill(House& house, std::int64_t agents, std::int64_t waiting) {
  for (std::int64_t i = agents / 2; i < agents + waiting; ++i) {
    house.arrive();
    house.talk();
  }
}

void free_agent(benchmark::State& state, bool skilled) {
  House house(state.range(0), skilled);
  Stopwatch watch(state);
  for (auto _ : state) {
    watch.measure([&] { house.arrive(); });
    house.talk();
    house.apply(CustomerLeft{house.oldest()});
  }
}
void served(benchmark::State& state, bool skilled) {
  House house(state.range(0), skilled);
  fill(house, state.range(0), state.range(1));
  Stopwatch watch(state);
  for (auto _ : state) {
    house.arrive();
    const auto id = house.oldest();
    watch.measure([&] { house.apply(CustomerLeft{id}); });
    house.talk();
  }
}
void waits(benchmark::State& state, bool skilled) {
  House house(state.range(0), skilled);
  fill(house, state.range(0), state.range(1));
  Stopwatch watch(state);
  for (auto _ : state) {
    InteractionId id;
    watch.measure([&] { id = house.arrive(); });
    house.apply(CustomerLeft{id});
  }
}
// Calls at random moments; each event of the day goes through the core.
void day(benchmark::State& state) {
  constexpr double kTalk = 180, kDay = 86'400, kBusy = 0.9;
  const std::int64_t agents = state.range(0);
  for (auto _ : state) {
    House house(agents, false, 0);
    base::Prng prng(1);
    std::priority_queue<std::pair<Instant, InteractionId>, std::vector<std::pair<Instant, InteractionId>>,
                        std::greater<>>
        talks;
    const Instant begin = house.now(), end = begin + base::seconds(kDay);
    std::int64_t events = 0;
    const auto apply = [&](const Event& event) {
      ++events;
      for (const Command& command : std::vector<Command>(house.apply(event))) {
        if (const auto* card = std::get_if<ShowCard>(&command)) {
          ++events;
          house.apply(OfferAnswered{card->agent, card->offer});
          talks.push({house.now() + base::seconds(prng.exponential(kTalk)), card->id});
        }
      }
    };
    const double started = processor_s();
    for (Instant next = begin; next < end;) {
      while (!talks.empty() && talks.top().first <= next) {
        house.wait_until(talks.top().first);
        const InteractionId id = talks.top().second;
        talks.pop();
        apply(CustomerLeft{id});
      }
      house.wait_until(next);
      apply(house.newcomer());
      next += base::seconds(prng.exponential(kTalk / (kBusy * static_cast<double>(agents))));
    }
    const double span = processor_s() - started;
    state.SetIterationTime(span);
    state.counters["events"] = static_cast<double>(events);
    state.counters["events_per_s"] = static_cast<double>(events) / span;
  }
}

// Bytes that the heap holds more for each who waits: his row, his facts, his places in line, his alarms.
void memory(benchmark::State& state) {
  const std::int64_t waiting = state.range(0);
  for (auto _ : state) {
    House house(10, false);
    fill(house, 10, 0);
    const auto before = mallinfo2().uordblks;
    const double started = processor_s();
    for (std::int64_t i = 0; i < waiting; ++i) house.arrive();
    state.SetIterationTime(processor_s() - started);
    state.counters["bytes_each"] =
        static_cast<double>(mallinfo2().uordblks - before) / static_cast<double>(waiting);
  }
}

void sizes(benchmark::internal::Benchmark* b) {
  for (const std::int64_t agents : {10, 100, 1'000, 10'000})
    for (const std::int64_t waiting : {0, 1'000, 100'000}) b->Args({agents, waiting});
  b->UseManualTime()->Iterations(20'000)->Unit(benchmark::kMicrosecond);
}
void sizes_without_line(benchmark::internal::Benchmark* b) {
  b->Arg(10)->Arg(100)->Arg(1'000)->Arg(10'000)->UseManualTime()->Iterations(20'000)->Unit(
      benchmark::kMicrosecond);
}
BENCHMARK_CAPTURE(free_agent, plain, false)->Apply(sizes_without_line);
BENCHMARK_CAPTURE(free_agent, skilled, true)->Apply(sizes_without_line);
BENCHMARK_CAPTURE(served, plain, false)->Apply(sizes);
BENCHMARK_CAPTURE(served, skilled, true)->Apply(sizes);
BENCHMARK_CAPTURE(waits, plain, false)->Apply(sizes);
BENCHMARK_CAPTURE(waits, skilled, true)->Apply(sizes);
BENCHMARK(day)->Arg(10)->Arg(100)->Arg(1'000)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(memory)->Arg(100'000)->UseManualTime()->Iterations(1)->Unit(benchmark::kMillisecond);
}  // namespace
}  // namespace okno::core
