// Prints, as one JSON object a line, what our readers make of files that compare.py generated and read
// itself: NAME.ini as configuration files, NAME.literal as Python literals.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "config/ini_file.h"
#include "config/python_literal.h"

namespace {

using namespace lakemirror;

json::object values_of(const config::IniFile& file, const config::IniSection& section) {
  json::object out;
  const auto add = [&](const config::IniEntry& entry) {
    if (out.contains(entry.key)) return;
    const auto value = file.value(section, entry);
    out[entry.key] = value ? json::value(*value) : json::value(nullptr);
  };
  for (const auto& entry : section.entries) add(entry);
  for (const auto& entry : file.defaults().entries) add(entry);
  return out;
}

json::object dump_ini(const std::string& text) {
  const auto file = config::IniFile::parse(text, "file");
  if (!file) return {{"error", file.error().text()}};
  json::object sections;
  for (const auto& section : file->sections()) sections[section.name] = values_of(*file, section);
  return {{"value", sections}};
}

json::object dump_literal(const std::string& text) {
  auto value = config::parse_python_literal(text);
  if (!value) return {{"error", value.error().message}};
  return {{"value", *value}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: config_dump FOLDER\n";
    return 2;
  }
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    json::object line = entry.path().extension() == ".ini" ? dump_ini(text) : dump_literal(text);
    line["name"] = entry.path().filename().string();
    std::cout << json::serialize(line) << '\n';
  }
  return std::cout ? 0 : 1;
}
