// Reads a JSON list of GIFT texts, writes a JSON list of what gift-pegjs makes of each.
const { readFileSync } = require("node:fs");
const { parse } = require("gift-pegjs");

const parsed = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  try {
    return { questions: parse(text) };
  } catch (error) {
    return { error: String(error.message).slice(0, 300) };
  }
});
process.stdout.write(JSON.stringify(parsed));
