// How the legs of a call sound: kept with its row, and the screens hear when it turns.
#include "app/testing/open_shell.h"

namespace okno::app {
using namespace std::chrono_literals;
using domain::LegId;

class Sound : public testing::OpenShell {
 protected:
  void anna_talks() {
    browser_up(anna_);  // -1
    ready(anna_);
    ring(5);
    ASSERT_TRUE(answer(anna_, 1));
    screen_.frames.clear();
  }
  void sounds(int leg, double mos, double loss) {
    shell_->leg_quality(LegId(leg), {mos, loss, 5, 0, 3s});
    loop_.run();
  }
  auto told() const {
    return std::count_if(screen_.frames.begin(), screen_.frames.end(),
                         [](const auto& one) { return one.type == "interaction.changed"; });
  }
};

TEST_F(Sound, is_told_when_it_turns_bad_and_kept_when_the_call_is_over) {
  anna_talks();
  sounds(5, 4.4, 0);
  sounds(-1, 4.4, 0);
  const auto before = told();
  sounds(5, 4.4, 0);
  EXPECT_EQ(told(), before) << "nothing has changed for who looks at it";
  EXPECT_EQ(live(1)->sound->bad, "");
  for (int i = 0; i < 3; ++i) sounds(5, 2.2, 0.3);
  EXPECT_EQ(told(), before + 1);
  EXPECT_EQ(live(1)->sound->bad, "customer");
  EXPECT_NEAR(live(1)->sound->customer->loss_percent, 30, 0.1);
  EXPECT_NEAR(live(1)->sound->agent->mos, 4.4, 0.01);
  shell_->leg_ended(LegId(5), ports::LegEnd::hung_up, 0);
  loop_.run();
  sounds(5, 1, 1);  // the last word may come late
  shell_->when_flushed([] {});
  loop_.run();
  const auto row = store_->interaction(InteractionId(1)).value().value();
  ASSERT_TRUE(row.customer_sound && row.agent_sound);
  EXPECT_NEAR(row.customer_sound->mos, (2 * 4.4 + 3 * 2.2) / 5, 0.01);
  EXPECT_NEAR(row.customer_sound->loss, 0.18, 0.001);
  EXPECT_NEAR(row.agent_sound->mos, 4.4, 0.01);
}

TEST_F(Sound, of_a_line_between_calls_is_nobodys) {
  browser_up(anna_);
  sounds(-1, 1, 1);
  sounds(99, 1, 1);
  ready(anna_);
  ring(5);
  EXPECT_FALSE(live(1)->sound);
}
}  // namespace okno::app
