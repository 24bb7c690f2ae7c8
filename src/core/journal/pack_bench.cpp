// What a checkpoint costs the deciding thread (Pack), and what reading one costs at the start (Unpack), by
// how many wait.
#include <benchmark/benchmark.h>

#include "core/centre.h"

namespace okno::core {
namespace {
using namespace std::chrono_literals;

Centre full_house(std::int64_t waiting) {
  Configuration c;
  Project project;
  project.id = ProjectId(1);
  c.projects = {project};
  Queue queue;
  queue.id = QueueId(1);
  queue.name = "support";
  queue.project = project.id;
  queue.max_waiting = 1'000'000;
  c.queues = {queue};
  for (std::int64_t i = 1; i <= 100; ++i) {
    Agent agent;
    agent.id = AgentId(i);
    agent.queues = {queue.id};
    c.agents.push_back(agent);
  }
  Centre centre(c);
  for (std::int64_t i = 1; i <= waiting; ++i) {
    InteractionArrived e;
    e.id = InteractionId(i);
    e.channel = i % 3 == 0 ? Channel::email : Channel::chat;
    e.project = project.id;
    e.target = "queue:support";
    e.from = "+79161234567";
    e.to = "support";
    e.facts.contact = ContactId(i);
    e.facts.contact_name = "Мария Иванова";
    centre.apply(e, base::from_ms(1'790'000'000'000 + i));
  }
  return centre;
}

void pack_waiting(benchmark::State& state) {
  const Centre centre = full_house(state.range(0));
  std::size_t bytes = 0;
  for (auto _ : state) bytes = centre.pack().size();
  state.counters["bytes_each"] = static_cast<double>(bytes) / static_cast<double>(state.range(0));
}
void unpack_waiting(benchmark::State& state) {
  const std::string text = full_house(state.range(0)).pack();
  for (auto _ : state) {
    Centre centre{Configuration{}};
    benchmark::DoNotOptimize(centre.apply(CheckpointTaken{text}, {}));
  }
}
BENCHMARK(pack_waiting)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(unpack_waiting)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
}  // namespace
}  // namespace okno::core
