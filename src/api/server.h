// The doors of the house: HTTP and WebSocket, plain and over TLS. Network threads of its own; everything that
// blocks goes to the pools, everything that decides to the Desk.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "api/desk_files.h"
#include "api/limits.h"
#include "api/live.h"
#include "app/desk.h"
#include "app/records.h"
#include "base/result.h"
#include "ports/clock.h"
#include "ports/loop.h"
#include "ports/store.h"

namespace okno::app {
class LineBook;
class Sounds;
}  // namespace okno::app

namespace okno::api {
// Relays for browsers that cannot reach us directly; no urls: there is none.
struct TurnSettings {
  std::vector<std::string>
      urls;                 // "turn:HOST:3478?transport=udp", "turns:HOST:5349?transport=tcp", "stun:HOST"
  std::string secret;       // shared with the relay; passwords for browsers are made of it
  int valid_s = 12 * 3600;  // of a password; a shift
};

struct Settings {
  std::string http =
      "127.0.0.1:8080";          // ADDRESS:PORT ("[::1]:80" too); port 0: any free one; empty: no plain HTTP
  std::string https;             // the same for TLS; empty: none
  std::string certificate_file;  // PEM chain
  std::string key_file;          // PEM
  bool self_made_certificate = false;          // make the two files (P-256, 825 days) when both are missing
  std::vector<std::string> certificate_names;  // more names and addresses for the self-made one
  std::vector<std::string>
      allowed_origins;                    // "https://crm.example": pages elsewhere that may write and listen
  bool loopback_signs_in_freely = false;  // the demo: no sign-in limit for 127.0.0.0/8 and ::1
  bool demo = false;                      // said by /healthz, so that the desk can offer the demo's accounts
  TurnSettings turn;
  int threads = 2;
  std::string version = "0";
  Limits limits;
};

struct Parts {
  app::Desk& desk;
  app::Records& records;
  ports::Store& store;  // only for kept answers (Idempotency-Key)
  ports::Pool& store_pool;
  ports::Pool& password_pool;
  ports::Pool& sound_pool;  // mp3 made on demand: may take a minute, so never on the store's
  const ports::Clock& clock;
  LiveHub& hub;                          // the Screen that `desk` pushes to
  std::span<const DeskFile> desk_files;  // desk_files(), or a test's
  std::function<std::string()> metrics;  // more lines in Prometheus' text form; any thread; may be empty
  app::LineBook* lines = nullptr;        // none: lines cannot be set up here
  app::Sounds* sounds = nullptr;         // recordings; none: routes about them answer 501
};

class Server {
 public:
  virtual ~Server() = default;                   // stops
  virtual std::string http_address() const = 0;  // "127.0.0.1:8080" with the real port; empty when off
  virtual std::string https_address() const = 0;
  virtual std::uint16_t http_port() const = 0;  // 0 when off
  virtual std::uint16_t https_port() const = 0;
  // Reads the certificate files again; open connections keep theirs. On failure the old one stays
  // ("bad_certificate").
  virtual base::Result<void> reload_certificate() = 0;
  // No new connections; requests under way are answered, windows are told to come back (1001); then threads
  // end.
  virtual void stop() = 0;
};

// Errors name the setting: "bad_address", "bind_failed", "bad_certificate". What `parts` names must outlive
// the server.
base::Result<std::unique_ptr<Server>> start(const Settings& settings, const Parts& parts);
}  // namespace okno::api
