#include "server/first_start.h"

#include <sodium.h>

#include "app/records_make.h"

namespace okno::server {
namespace {
// 16 characters of 32 that no one mistakes for another: 80 bits.
std::string fresh_password() {
  static constexpr char kLetters[] = "abcdefghjkmnpqrstuvwxyz23456789_";
  std::string out;
  for (int i = 0; i < 16; ++i) out += kLetters[randombytes_uniform(32)];
  return out;
}
}  // namespace

base::Result<std::string> first_start(ports::Store& store) {
  auto accounts = store.accounts();
  if (!accounts) return accounts.error();
  if (!accounts->empty()) return std::string();
  if (sodium_init() < 0)
    return base::Error{"no_randomness", "libsodium cannot start: the system gives no randomness"};
  domain::Configuration configuration;
  domain::Project project;
  project.id = domain::ProjectId(1);
  project.name = "main";
  project.title = "Основной проект";
  project.dispositions = {"done", "callback", "sold", "refused", "wrong_number"};
  project.pause_reasons = {"lunch", "break", "training", "meeting"};
  domain::Queue queue;
  queue.id = domain::QueueId(1);
  queue.name = "support";
  queue.title = "Поддержка";
  queue.project = project.id;
  configuration.projects = {project};
  configuration.queues = {queue};
  configuration.entries = {{"support", project.id, "queue:support"}};
  if (auto saved = store.save_configuration(configuration); !saved) return saved.error();
  const std::string password = fresh_password();
  ports::Account admin;
  admin.agent.login = "admin";
  admin.agent.name = "Администратор";
  admin.agent.role = domain::Role::admin;
  admin.password_hash = app::hash_password(password);
  if (auto saved = store.save_account(admin); !saved) return saved.error();
  return password;
}
}  // namespace okno::server
