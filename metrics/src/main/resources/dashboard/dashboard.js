"use strict";
// Each event holds counters as they stand; everything shown is made of the difference between two of them.

const KEPT = 300;
const MISSING = "–";

const perSecond = key => d => d.rate(key);
const outcome = name => d => d.rate(s => s.outcomes[name] || 0);
const cause = name => d => d.percent(d.delta(s => s.conflicts[name] || 0), d.attempts());
const quantile = (key, q) => d => d.quantile(key, q);
const mebibytes = key => d => d.now[key] / 1048576;

const NUMBERS = [
  { title: "Operations", unit: "/s", value: d => d.rate(s => sum(s.outcomes)), detail: d => `${whole(d.rate(s => s.reads.count))} reads, ${whole(d.rate(s => s.writes.count))} writes` },
  { title: "Conflicts", unit: "%", value: d => d.percent(d.delta(s => sum(s.conflicts)), d.attempts()), warn: v => v >= 10,
    detail: d => `${whole(d.rate(s => s.classes.lost_race || 0))} lost, ${whole(d.rate(s => s.classes.benign || 0))} benign /s` },
  { title: "Attempts per success", unit: "", value: d => d.attemptsPerSuccess(), warn: v => v >= 2, detail: d => `${whole(d.rate("retries"))} retries/s` },
  { title: "Write p99", unit: "ms", value: quantile("writes", .99), detail: d => `p50 ${short(d.quantile("writes", .5))} ms` },
  { title: "Writes per sync", unit: "", value: d => d.mean("batches"), detail: d => `${whole(d.rate(s => s.commits.count))} syncs/s of ${short(d.mean("commits") * 1000)} ms` },
  { title: "Waiting for disk", unit: "", value: d => d.now.pending, detail: d => `${whole(d.now.connections)} connections` }
];

const CHARTS = [
  { title: "Throughput by outcome", unit: "/s", lines: [
    ["updated", "blue", outcome("updated")], ["created", "teal", outcome("created")], ["found", "grey", outcome("found")],
    ["conflict", "orange", d => d.rate(s => sum(s.conflicts))], ["deleted", "violet", outcome("deleted")], ["noop", "gold", outcome("noop")],
    ["not found", "pink", outcome("not_found")], ["failed", "red", perSecond("failures")]] },
  { title: "Conflicts by cause", unit: "% of attempts", lines: [
    ["seq_no", "orange", cause("seq_no")], ["retries exhausted", "red", cause("retries_exhausted")], ["exists", "blue", cause("exists")],
    ["external version", "teal", cause("external_version")], ["primary term", "violet", cause("primary_term")],
    ["internal version", "gold", cause("internal_version")], ["If-Match", "pink", cause("precondition")]] },
  { title: "Attempts per success", unit: "", floor: 1, lines: [["attempts", "violet", d => d.attemptsPerSuccess()]] },
  { title: "Latency", unit: "ms", lines: [
    ["write p50", "teal", quantile("writes", .5)], ["write p99", "blue", quantile("writes", .99)], ["write p99.9", "violet", quantile("writes", .999)],
    ["read p99", "grey", quantile("reads", .99)]] },
  { title: "Commit batches", unit: "", lines: [
    ["writes per sync", "blue", d => d.mean("batches")], ["waiting", "orange", d => d.now.pending]] },
  { title: "Memory", unit: "MiB", lines: [
    ["heap", "blue", mebibytes("heapUsed")], ["documents", "teal", mebibytes("residentBytes")],
    ["outside the heap", "grey", d => (d.now.otherUsed + d.now.buffers) / 1048576]] }
];

function sum(numbers) {
  return Object.values(numbers).reduce((a, b) => a + b, 0);
}

/** What happened between two samples. */
class Difference {
  constructor(before, now) {
    this.before = before;
    this.now = now;
    this.seconds = (now.t - before.t) / 1000;
  }

  delta(of) {
    const value = typeof of === "string" ? s => s[of] : of;
    return value(this.now) - value(this.before);
  }

  rate(of) {
    return this.delta(of) / this.seconds;
  }

  percent(part, whole) {
    return whole > 0 ? 100 * part / whole : null;
  }

  successes() {
    return this.delta(s => ["created", "updated", "deleted", "noop"].reduce((n, name) => n + (s.outcomes[name] || 0), 0));
  }

  attempts() {
    return this.successes() + this.delta(s => sum(s.conflicts));
  }

  attemptsPerSuccess() {
    const successes = this.successes();
    return successes > 0 ? (successes + this.delta(s => s.classes.lost_race || 0)) / successes : null;
  }

  mean(key) {
    const count = this.delta(s => s[key].count);
    return count > 0 ? this.delta(s => s[key].sum) / count : null;
  }

  /** In milliseconds; between two bounds it is taken to be spread evenly. */
  quantile(key, q) {
    const count = this.delta(s => s[key].count);
    if (!(count > 0)) {
      return null;
    }
    const bounds = this.now.bounds;
    let below = 0;
    for (let i = 0; i < bounds.length; i++) {
      const upTo = this.now[key].le[i] - this.before[key].le[i];
      if (upTo >= q * count) {
        const from = i === 0 ? 0 : bounds[i - 1];
        return 1000 * (from + (bounds[i] - from) * (q * count - below) / Math.max(1, upTo - below));
      }
      below = upTo;
    }
    return 1000 * bounds[bounds.length - 1];
  }
}

function whole(value) {
  return value === null || Number.isNaN(value) ? MISSING : Math.round(value).toLocaleString("en");
}

function short(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return MISSING;
  }
  if (value >= 1e6) {
    return (value / 1e6).toFixed(1) + "M";
  }
  if (value >= 1e5) {
    return (value / 1e3).toFixed(0) + "k";
  }
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toPrecision(value < 1 ? 2 : 3);
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className || "";
  made.textContent = text === undefined ? "" : text;
  return made;
}

function color(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

class Tile {
  constructor(number) {
    this.number = number;
    this.card = element("article", "card number");
    this.value = element("p", "value", MISSING);
    this.detail = element("p", "detail");
    this.card.append(element("h2", "", number.title), this.value, this.detail);
  }

  show(difference) {
    const value = this.number.value(difference);
    this.value.textContent = short(value);
    if (this.number.unit && value !== null) {
      this.value.append(element("span", "", this.number.unit));
    }
    this.card.classList.toggle("warn", Boolean(this.number.warn && this.number.warn(value)));
    this.detail.textContent = this.number.detail(difference);
  }
}

class Chart {
  constructor(chart) {
    this.chart = chart;
    this.data = [[], ...chart.lines.map(() => [])];
    this.card = element("article", "card chart");
    const title = element("h2", "", chart.title);
    title.append(element("small", "", chart.unit));
    this.plot = element("div", "plot");
    this.plot.setAttribute("role", "img");
    this.plot.setAttribute("aria-label", chart.title);
    this.legend = element("ul", "legend");
    this.entries = chart.lines.map(([name, tint]) => {
      const entry = element("li", tint);
      const value = element("b");
      entry.append(element("i"), name, value);
      this.legend.append(entry);
      return { entry, value };
    });
    this.card.append(title, this.legend, this.plot);
  }

  open() {
    const axis = { stroke: () => color("soft"), grid: { stroke: () => color("grid"), width: 1 }, ticks: { show: false }, font: "12px system-ui, sans-serif" };
    const floor = this.chart.floor || 0;
    this.drawn = new uPlot({
      ...this.size(),
      padding: [10, 22, 0, 0],
      cursor: { sync: { key: "optimist" }, points: { size: 6 }, y: false, drag: { x: false, y: false } },
      legend: { show: false },
      scales: { y: { range: (u, low, high) => [floor, high > floor ? floor + (high - floor) * 1.12 : floor + 1] } },
      axes: [
        { ...axis, space: 80, size: 26, values: [[60, "{HH}:{mm}"], [1, "{HH}:{mm}:{ss}"]].map(([step, form]) => [step, form, null, null, null, null, null, null, 1]) },
        { ...axis, size: 52, space: 34, values: (u, ticks) => ticks.map(short) }
      ],
      series: [{}, ...this.chart.lines.map(([name, tint]) => ({
        label: name, stroke: () => color(tint), width: 1.75, points: { show: false }, spanGaps: false,
        fill: this.chart.lines.length === 1 ? () => color(tint) + "22" : undefined
      }))],
      hooks: { setCursor: [() => this.tell()] }
    }, this.data, this.plot);
    new ResizeObserver(() => this.drawn.setSize(this.size())).observe(this.plot);
  }

  size() {
    return { width: Math.max(200, this.plot.clientWidth), height: this.plot.clientHeight };
  }

  add(difference) {
    const row = [difference.now.t / 1000, ...this.chart.lines.map(line => line[2](difference))];
    row.forEach((value, i) => {
      this.data[i].push(value);
      if (this.data[i].length > KEPT) {
        this.data[i].shift();
      }
    });
  }

  show() {
    const times = this.data[0];
    const last = times[times.length - 1];
    this.drawn.batch(() => {
      this.drawn.setData(this.data.map((values, i) => i > 1 && !this.seen(i) ? values.map(() => null) : values), false);
      this.drawn.setScale("x", { min: Math.max(last - KEPT, Math.min(times[0], last - 60)), max: last });
    });
    this.tell();
  }

  /** Returns whether a line has ever left zero. */
  seen(i) {
    return this.data[i].some(value => value > 0);
  }

  /** The numbers under the cursor, else the newest; lines that have been at zero all the time are not named. */
  tell() {
    const at = this.drawn && this.drawn.cursor.idx !== null && this.drawn.cursor.left >= 0 ? this.drawn.cursor.idx : this.data[0].length - 1;
    this.entries.forEach(({ entry, value }, i) => {
      entry.hidden = i > 0 && !this.seen(i + 1);
      value.textContent = short(this.data[i + 1][at]);
    });
  }
}

function row(document, most) {
  const made = element("tr");
  const name = element("td");
  name.append(element("span", "index", document.index + " / "), element("span", "id", document.id));
  name.title = document.index + " / " + document.id;
  const rate = element("td", "rate");
  const bar = element("i");
  bar.style.width = most > 0 ? 100 * document.perSecond / most + "%" : 0;
  rate.append(bar, element("span", "", short(document.perSecond)));
  made.append(name, rate,
    element("td", "", document.attemptsPerSuccess === null ? MISSING : document.attemptsPerSuccess.toFixed(2)),
    element("td", "", whole(document.conflicts)),
    element("td", "", document.lastWriter || MISSING));
  return made;
}

function showHot(hot) {
  const most = Math.max(0, ...hot.map(document => document.perSecond));
  document.getElementById("hot").replaceChildren(...hot.map(each => row(each, most)));
  document.getElementById("calm").hidden = hot.length > 0;
  document.querySelector(".scroll").hidden = hot.length === 0;
}

const tiles = NUMBERS.map(number => new Tile(number));
const charts = CHARTS.map(chart => new Chart(chart));
document.getElementById("numbers").append(...tiles.map(tile => tile.card));
document.getElementById("charts").append(...charts.map(chart => chart.card));
charts.forEach(chart => chart.open());

let newest = null;
let difference = null;
let planned = false;

function state(name, text) {
  const shown = document.getElementById("state");
  shown.className = "state " + name;
  shown.textContent = text;
}

function draw() {
  planned = false;
  if (difference !== null) {
    tiles.forEach(tile => tile.show(difference));
    charts.forEach(chart => chart.show());
  }
  showHot(newest.hot);
  state(newest.storeFailed ? "failed" : "live", newest.storeFailed ? "the store has failed: nothing is acknowledged" : "live");
}

function take(sample) {
  if (newest !== null && sample.t <= newest.t) {
    return; // seen before the connection broke
  }
  if (newest !== null && sample.writes.count >= newest.writes.count) {
    difference = new Difference(newest, sample);
    charts.forEach(chart => chart.add(difference));
  }
  newest = sample;
  if (!planned) {
    planned = true;
    requestAnimationFrame(draw);
  }
}

const events = new EventSource("_dashboard/stream");
events.onmessage = event => take(JSON.parse(event.data));
events.onerror = () => state("", "connecting again");
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach(chart => chart.drawn.redraw()));
