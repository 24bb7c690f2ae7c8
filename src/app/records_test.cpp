#include <gmock/gmock.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "app/decision_words.h"
#include "app/records_make.h"
#include "store/open.h"

namespace okno::app {
namespace {
using namespace domain;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t kNowMs = 1'767'258'000'000;
const Instant kNow = base::from_ms(kNowMs);

class RecordsTest : public testing::Test {
 protected:
  RecordsTest() {
    std::string name = "/tmp/okno-records-XXXXXX";
    EXPECT_TRUE(::mkdtemp(name.data()));
    directory_ = name;
    store::Settings where;
    where.path = directory_ + "/okno.db";
    where.connections = 4;
    store_ = store::open(where).value();
    settings_.recordings = directory_ + "/recordings";
    std::filesystem::create_directories(settings_.recordings);
    settings_.demo = true;
    anna_ = staff("anna", "Анна", Role::agent, "demo");
    vera_ = staff("vera", "Вера", Role::supervisor, "correct horse");
    make();
  }
  ~RecordsTest() override {
    records_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }
  void make() { records_ = make_records(*store_, settings_); }
  AgentId staff(const std::string& login, const std::string& name, Role role, const std::string& password) {
    ports::Account account;
    account.agent.login = login;
    account.agent.name = name;
    account.agent.role = role;
    account.password_hash = hash_password(password);
    return store_->save_account(account)->agent.id;
  }
  static ContactRequest request(const std::string& name, const std::vector<std::string>& phones = {}) {
    ContactRequest r;
    r.name = name;
    r.phones = phones;
    return r;
  }
  ContactView make_contact(const std::string& name, const std::vector<std::string>& phones = {}) {
    const auto made = records_->create_contact(request(name, phones), anna_, kNow);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().words);
    return made.ok() ? *made : ContactView{};
  }
  std::string refusal(const ContactRequest& r) {
    const auto made = records_->create_contact(r, anna_, kNow);
    return made.ok() ? "" : made.error().code;
  }
  Interaction row(std::int64_t id) {
    Interaction one;
    one.id = InteractionId(id);
    one.state = InteractionState::ended;
    one.started_at = kNow;
    one.ended_at = kNow;
    return one;
  }
  void write(const std::string& file, const std::string& text) {
    std::ofstream(settings_.recordings + "/" + file) << text;
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string directory_;
  RecordsSettings settings_;
  std::unique_ptr<ports::Store> store_;
  std::unique_ptr<Records> records_;
  AgentId anna_, vera_;
};

TEST_F(RecordsTest, a_new_customer_has_normal_numbers_and_a_clean_name) {
  Company company;
  company.name = "Ромашка";
  const auto kept = store_->create_company(company).value();
  auto r =
      request("  Мария\x07 <b>Иванова</b>\n ", {"8 (916) 123-45-67", "+7 916 123 45 67", "+44 20 7946 0958"});
  r.emails = {" maria@example.com "};
  r.company = kept.id.value();
  r.owner = anna_.value();
  r.vip = true;
  r.language = "ru";
  const auto made = records_->create_contact(r, anna_, kNow);
  ASSERT_TRUE(made.ok()) << made.error().words;
  EXPECT_EQ(made->name, "Мария <b>Иванова</b>");
  EXPECT_THAT(made->phones, ElementsAre("+79161234567", "+442079460958"));
  EXPECT_THAT(made->emails, ElementsAre("maria@example.com"));
  EXPECT_EQ(made->company->name, "Ромашка");
  EXPECT_EQ(made->owner->name, "Анна");
  EXPECT_TRUE(made->vip);
  EXPECT_EQ(made->created_at_ms, kNowMs);
  EXPECT_EQ(made->version, 1);
  EXPECT_EQ(records_->contact(ContactId(made->id))->name, made->name);
}

TEST_F(RecordsTest, a_wrong_card_is_refused_with_a_code_of_its_own) {
  const std::vector<std::string> eleven(11, "+79161234567");
  struct Case {
    ContactRequest request;
    std::string code;
  };
  std::vector<Case> cases{{ContactRequest{}, "name_missing"},
                          {request(" \x01\n"), "name_missing"},
                          {request(std::string(201, 'a')), "name_too_long"},
                          {request("A", {"abc"}), "bad_phone"},
                          {request("A", {""}), "bad_phone"},
                          {request("A", eleven), "too_many_phones"}};
  const auto with = [&](const char* code, auto change) {
    cases.push_back({request("A"), code});
    change(cases.back().request);
  };
  with("bad_email", [](ContactRequest& r) { r.emails = {"maria"}; });
  with("bad_email", [](ContactRequest& r) { r.emails = {"a@b@c"}; });
  with("bad_email", [](ContactRequest& r) { r.emails = {"a b@c"}; });
  with("too_many_emails", [](ContactRequest& r) { r.emails = std::vector<std::string>(11, "a@b"); });
  with("company_not_found", [](ContactRequest& r) { r.company = 999; });
  with("owner_not_found", [](ContactRequest& r) { r.owner = 999; });
  with("segment_too_long", [](ContactRequest& r) { r.segment = std::string(101, 's'); });
  with("bad_language", [](ContactRequest& r) { r.language = "русский"; });
  for (const auto& one : cases) EXPECT_EQ(refusal(one.request), one.code);
  EXPECT_THAT(records_->contacts("", "", {})->items, IsEmpty()) << "a refused card was kept";
}

TEST_F(RecordsTest, a_number_of_somebody_else_is_refused_with_his_name) {
  make_contact("Мария Иванова", {"+79161234567"});
  const auto refused = records_->create_contact(request("Пётр", {"8-916-123-45-67"}), anna_, kNow);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "phone_taken");
  EXPECT_THAT(refused.error().words, HasSubstr("Мария Иванова"));
}

TEST_F(RecordsTest, a_change_touches_only_what_it_names) {
  auto r = request("Мария", {"+79161234567"});
  r.owner = anna_.value();
  r.segment = "VIP";
  const auto made = records_->create_contact(r, anna_, kNow).value();
  ContactRequest change;
  change.name = "Мария Иванова";
  change.owner = 0;
  change.version = made.version;
  const auto changed = records_->change_contact(ContactId(made.id), change, anna_);
  ASSERT_TRUE(changed.ok()) << changed.error().words;
  EXPECT_EQ(changed->name, "Мария Иванова");
  EXPECT_FALSE(changed->owner);
  EXPECT_EQ(changed->segment, "VIP");
  EXPECT_THAT(changed->phones, ElementsAre("+79161234567"));
  EXPECT_EQ(changed->version, 2);

  EXPECT_EQ(records_->change_contact(ContactId(made.id), change, anna_).error().code, "conflict");
  change.version.reset();
  EXPECT_TRUE(records_->change_contact(ContactId(made.id), change, anna_).ok());
  EXPECT_EQ(records_->change_contact(ContactId(999), change, anna_).error().code, "not_found");
  change.name = " ";
  EXPECT_EQ(records_->change_contact(ContactId(made.id), change, anna_).error().code, "name_missing");
}

TEST_F(RecordsTest, customers_are_found_by_number_in_any_writing_and_by_parts) {
  make_contact("Мария Иванова", {"+79161234567"});
  make_contact("Пётр", {"+79035550101"});
  const auto names = [&](const std::string& q, const std::string& phone) {
    const auto found = records_->contacts(q, phone, {});
    std::vector<std::string> all;
    EXPECT_TRUE(found.ok()) << (found.ok() ? "" : found.error().words);
    if (found.ok())
      for (const auto& one : found->items) all.push_back(one.name);
    return all;
  };
  EXPECT_THAT(names("", "8 (916) 123-45-67"), ElementsAre("Мария Иванова"));
  EXPECT_THAT(names("", "123-45"), ElementsAre("Мария Иванова"));
  EXPECT_THAT(names("иван", ""), ElementsAre("Мария Иванова"));
  EXPECT_THAT(names("петр", ""), ElementsAre("Пётр"));
  EXPECT_THAT(names("иван", "+79035550101"), IsEmpty());
  EXPECT_THAT(names("", ""), ElementsAre("Мария Иванова", "Пётр"));
  EXPECT_THAT(names("", " 79161234567"), ElementsAre("Мария Иванова"));  // a plus that an address bar lost
  EXPECT_EQ(records_->contacts("иван", "123", {}).error().code, "bad_phone");
}

TEST_F(RecordsTest, the_card_tells_who_else_is_on_this_customer) {
  settings_.colleagues = [&](ContactId, AgentId reader) {
    Colleagues others;
    if (reader == anna_) others.people.push_back({vera_.value(), "Вера"});
    others.how = "talking";
    return others;
  };
  make();
  auto r = request("Мария", {"+79161234567"});
  r.owner = anna_.value();
  const auto id = ContactId(records_->create_contact(r, anna_, kNow)->id);
  const auto card = records_->card(id, anna_, kNow).value();
  EXPECT_EQ(card.contact->name, "Мария");
  EXPECT_EQ(card.number_pretty, "+7 916 123-45-67");
  ASSERT_EQ(card.colleagues_here.size(), 1U);
  EXPECT_EQ(card.colleagues_how, "talking");
  EXPECT_TRUE(card.owner_is_me);
  const auto hers = records_->card(id, vera_, kNow).value();
  EXPECT_THAT(hers.colleagues_here, IsEmpty());
  EXPECT_EQ(hers.colleagues_how, "");
  EXPECT_FALSE(hers.owner_is_me);
  EXPECT_EQ(records_->card(ContactId(999), anna_, kNow).error().code, "not_found");
}

TEST_F(RecordsTest, a_note_stands_in_the_timeline_with_its_author) {
  const auto id = ContactId(make_contact("Мария").id);
  NoteRequest note;
  note.text = "  <script>alert(1)</script>\nвторая строка\x02 ";
  const auto made = records_->add_note(id, note, anna_, kNow);
  ASSERT_TRUE(made.ok()) << made.error().words;
  EXPECT_EQ(made->text, "<script>alert(1)</script>\nвторая строка");
  EXPECT_EQ(made->author.name, "Анна");
  auto call = row(1);
  call.contact = id;
  call.started_at = kNow + std::chrono::seconds(1);
  ASSERT_TRUE(store_->save_interactions({call}).ok());
  const auto timeline = records_->timeline(id, {}).value();
  ASSERT_EQ(timeline.items.size(), 2U);
  EXPECT_EQ(timeline.items[0].interaction->contact->name, "Мария");
  EXPECT_EQ(timeline.items[1].note->text, made->text);

  note.text = " \n ";
  EXPECT_EQ(records_->add_note(id, note, anna_, kNow).error().code, "note_empty");
  note.text = std::string(20'001, 'x');
  EXPECT_EQ(records_->add_note(id, note, anna_, kNow).error().code, "note_too_long");
  note.text = "x";
  EXPECT_EQ(records_->add_note(ContactId(999), note, anna_, kNow).error().code, "not_found");
  EXPECT_EQ(records_->timeline(ContactId(999), {}).error().code, "not_found");
}

TEST_F(RecordsTest, interactions_are_shown_with_the_names_of_now) {
  const auto id = ContactId(make_contact("Мария").id);
  auto call = row(1);
  call.contact = id;
  call.agent = anna_;
  ASSERT_TRUE(store_->save_interactions({call, row(2)}).ok());
  EXPECT_EQ(records_->interaction(InteractionId(1))->agent->name, "Анна");
  auto account = store_->accounts()->front();
  account.agent.name = "Анна Петрова";
  ASSERT_TRUE(store_->save_account(account).ok());
  const auto page = records_->interactions({}, {}).value();
  ASSERT_EQ(page.items.size(), 2U);
  EXPECT_EQ(page.items[1].agent->name, "Анна Петрова");
  EXPECT_EQ(page.items[1].contact->name, "Мария");
  EXPECT_FALSE(page.items[0].contact);
  EXPECT_EQ(records_->interaction(InteractionId(9)).error().code, "not_found");
}

TEST_F(RecordsTest, decisions_are_shown_in_words_even_beside_a_damaged_one) {
  ASSERT_TRUE(store_->save_interactions({row(1)}).ok());
  EXPECT_THAT(records_->decisions(InteractionId(1)).value(), IsEmpty());
  core::Decided decided;
  decided.id = InteractionId(1);
  decided.at = kNow;
  decided.rule = "owner";
  decided.chosen = anna_;
  decided.candidates = 1;
  ASSERT_TRUE(
      store_
          ->save_decisions({{InteractionId(1), kNow, decision_json(decided)}, {InteractionId(1), kNow, "{"}})
          .ok());
  const auto shown = records_->decisions(InteractionId(1)).value();
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_THAT(shown[0].words_ru, HasSubstr("Анна"));
  EXPECT_EQ(shown[1].rule, "unreadable");
  EXPECT_EQ(records_->decisions(InteractionId(9)).error().code, "not_found");
}

// --- recordings

TEST_F(RecordsTest, a_recording_is_encoded_once_however_many_ask) {
  std::atomic<int> encoded{0};
  settings_.encode_mp3 = [&](const std::string& wav, const std::string& mp3) -> Result<void> {
    ++encoded;
    std::ofstream(mp3) << "mp3 of " << content(wav);
    return {};
  };
  make();
  auto call = row(1);
  call.recording = "1.wav";
  ASSERT_TRUE(store_->save_interactions({call}).ok());
  write("1.wav", "sound");
  std::vector<std::thread> askers;
  std::vector<std::string> paths(4);
  for (std::size_t i = 0; i < paths.size(); ++i)
    askers.emplace_back([&, i] { paths[i] = records_->recording_mp3(InteractionId(1)).value(); });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(encoded, 1);
  for (const auto& path : paths) EXPECT_EQ(content(path), "mp3 of sound");
  EXPECT_TRUE(std::filesystem::path(paths[0]).is_absolute());

  write("1.wav", "sound and more");  // the file went on after the first listener
  std::filesystem::last_write_time(settings_.recordings + "/1.wav",
                                   std::filesystem::file_time_type::clock::now() + std::chrono::seconds(1));
  EXPECT_EQ(content(records_->recording_mp3(InteractionId(1)).value()), "mp3 of sound and more");
  std::filesystem::remove(settings_.recordings + "/1.wav");
  EXPECT_TRUE(records_->recording_mp3(InteractionId(1)).ok()) << "the mp3 is enough";
}

TEST_F(RecordsTest, a_recording_that_is_not_there_says_so) {
  settings_.encode_mp3 = [&](const std::string&, const std::string& mp3) -> Result<void> {
    std::ofstream(mp3) << "half";
    return base::Error{"disk_full", "No space."};
  };
  make();
  auto none = row(1), lost = row(2), outside = row(3), failing = row(4);
  lost.recording = "lost.wav";
  outside.recording = "../okno.db";
  failing.recording = "4.wav";
  write("4.wav", "sound");
  ASSERT_TRUE(store_->save_interactions({none, lost, outside, failing}).ok());
  for (int id : {1, 2, 3})
    EXPECT_EQ(records_->recording_mp3(InteractionId(id)).error().code, "no_recording") << id;
  EXPECT_EQ(records_->recording_mp3(InteractionId(9)).error().code, "not_found");
  EXPECT_EQ(records_->recording_mp3(InteractionId(4)).error().code, "disk_full");
  EXPECT_FALSE(std::filesystem::exists(settings_.recordings + "/4.mp3"));
  EXPECT_FALSE(std::filesystem::exists(settings_.recordings + "/4.mp3.asked"));
}

// --- who may come in

TEST_F(RecordsTest, a_session_lasts_until_its_end_or_the_sign_out) {
  const auto in = records_->sign_in({"vera", "correct horse"}, kNow);
  ASSERT_TRUE(in.ok()) << in.error().words;
  EXPECT_EQ(in->agent, vera_);
  EXPECT_EQ(in->role, Role::supervisor);
  EXPECT_EQ(in->token.size(), 64U);
  EXPECT_NE(in->token, in->csrf);
  const auto session = records_->session(in->token, kNow + std::chrono::hours(11));
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(session->csrf, in->csrf);
  EXPECT_EQ(session->agent, vera_);
  EXPECT_EQ(records_->session(in->token, kNow + std::chrono::hours(12)).error().code, "no_session");
  EXPECT_FALSE(store_->session(in->token)->has_value()) << "the token itself was kept";
  ASSERT_TRUE(records_->sign_out(in->token).ok());
  EXPECT_EQ(records_->session(in->token, kNow).error().code, "no_session");
  EXPECT_EQ(records_->session("", kNow).error().code, "no_session");
}

TEST_F(RecordsTest, a_wrong_login_and_a_wrong_password_get_the_same_answer) {
  const auto login = records_->sign_in({"nobody", "demo"}, kNow);
  const auto password = records_->sign_in({"anna", "wrong"}, kNow);
  ASSERT_FALSE(login.ok());
  ASSERT_FALSE(password.ok());
  EXPECT_EQ(login.error().code, "wrong_password");
  EXPECT_EQ(login.error().code, password.error().code);
  EXPECT_EQ(login.error().words, password.error().words);
  ports::Account closed;  // no password set: nobody comes in
  closed.agent.login = "closed";
  ASSERT_TRUE(store_->save_account(closed).ok());
  EXPECT_FALSE(records_->sign_in({"closed", ""}, kNow).ok());
  EXPECT_FALSE(records_->sign_in({"anna", "demo" + std::string(2000, 'x')}, kNow).ok());
}

TEST_F(RecordsTest, the_password_demo_works_in_the_demo_only) {
  EXPECT_TRUE(records_->sign_in({"anna", "demo"}, kNow).ok());
  settings_.demo = false;
  make();
  EXPECT_EQ(records_->sign_in({"anna", "demo"}, kNow).error().code, "wrong_password");
  EXPECT_TRUE(records_->sign_in({"vera", "correct horse"}, kNow).ok());
}

TEST_F(RecordsTest, two_hashes_of_one_password_differ_and_both_verify) {
  EXPECT_NE(hash_password("same"), hash_password("same"));
  EXPECT_THAT(hash_password("same"), testing::StartsWith("$argon2id$"));
}

TEST_F(RecordsTest, an_api_key_lets_its_program_in_and_is_not_kept) {
  const auto key = create_api_key(*store_, vera_, "1C", kNow);
  ASSERT_TRUE(key.ok()) << key.error().words;
  const auto in = records_->api_key(*key, kNow);
  ASSERT_TRUE(in.ok());
  EXPECT_EQ(in->agent, vera_);
  EXPECT_EQ(in->role, Role::supervisor);
  EXPECT_EQ(in->csrf, "");
  EXPECT_FALSE(store_->api_key(*key)->has_value());
  EXPECT_EQ(records_->api_key(*key + "0", kNow).error().code, "no_session");
  EXPECT_EQ(records_->api_key("", kNow).error().code, "no_session");
  EXPECT_EQ(create_api_key(*store_, AgentId(999), "x", kNow).error().code, "not_found");
}
}  // namespace
}  // namespace okno::app
