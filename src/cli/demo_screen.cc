#include "cli/demo_screen.h"

#include <fmt/format.h>
#include <cstdio>

#include "cli/demo_frame.h"
#include "cli/terminal.h"
#include "report/table.h"

namespace lakemirror::cli {

namespace {

constexpr auto demo_line_pause = std::chrono::seconds(5);

}  // namespace

void DemoScreen::show(const DemoState& state, bool now) {
  if (mode_ == ProgressLine::Mode::live) return draw(state);
  const auto time = std::chrono::steady_clock::now();
  if (mode_ == ProgressLine::Mode::silent || (!now && time - said_ < demo_line_pause)) return;
  said_ = time;
  std::fputs((demo_line(state) + "\n").c_str(), stderr);
}

void DemoScreen::draw(const DemoState& state) {
  const winsize size = terminal_size();
  // One column and one row stay free: a full line would wrap, a full screen would scroll, and the next
  // drawing would land in the wrong place.
  const std::size_t columns = size.ws_col > 1 ? size.ws_col - 1u : 1u;
  const std::size_t rows = size.ws_row > 1 ? size.ws_row - 1u : 1u;
  // Lines that were wider than the terminal has become since take several rows now.
  std::size_t up = 0;
  for (const std::size_t width : widths_) up += width == 0 ? 1 : (width + size.ws_col - 1) / size.ws_col;
  std::string out = up > 0 ? fmt::format("\r\x1b[{}A", up) : "\r";
  widths_.clear();
  for (const std::string& line : demo_frame(state, columns, rows)) {
    out += line + "\x1b[K\n";
    widths_.push_back(report::width_of(line));
  }
  out += "\x1b[J";
  std::fputs(out.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace lakemirror::cli
