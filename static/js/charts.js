// Draws ECharts from the data of each figure's attribute, in the colours of the tokens, again when the theme changes.
//
// It is JSON: {kind: "stacked" | "bar" | "line" | "waterfall", x: [label…], unit: {prefix, suffix, digits},
//   series: [{name, tone, data: [number | null…], urls: [path | null…]}], goal: {value, name}, mark: index of x,
//   totals: [label above each stack…], min: number}. Tones: accent, tint, third, fourth, neutral, rest, risk, lost,
//   healthy, monitor.
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const TONES = { accent: "--cs-chart-1", tint: "--cs-chart-2", third: "--cs-chart-3", fourth: "--cs-chart-4", neutral: "--cs-text-2", rest: "--cs-chart-rest", risk: "--cs-risk", lost: "--cs-text-2", healthy: "--cs-healthy", monitor: "--cs-monitor" };
const SERIES = ["accent", "tint", "neutral", "third", "fourth"];
const drawn = new Map();

let loading = null;
const load = () => {
  loading ??= new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = document.documentElement.dataset.echarts;
    script.onload = () => done(window.echarts);
    script.onerror = failed;
    document.head.append(script);
  });
  return loading;
};

const language = document.documentElement.lang || "en";
const spell = (unit = {}) => {
  const format = new Intl.NumberFormat(language, { minimumFractionDigits: unit.digits || 0, maximumFractionDigits: unit.digits || 0 });
  return (value) => (value === null || value === undefined ? "–" : `${value < 0 ? "−" : ""}${unit.prefix || ""}${format.format(Math.abs(value))}${unit.suffix || ""}`);
};

const paint = (tone) => {
  const colour = css(TONES[tone] || TONES.accent);
  if (tone === "risk") return { color: css("--cs-surface"), borderColor: colour, borderWidth: 1.25, decal: { symbol: "rect", color: colour, dashArrayX: [1, 0], dashArrayY: [2, 4], rotation: -Math.PI / 4 } };
  if (tone === "lost") return { color: css("--cs-surface"), borderColor: colour, borderWidth: 1.25 };
  return { color: colour, borderColor: css("--cs-surface"), borderWidth: 1 };
};

// A line that has a goal shows it, however far off it is: the axis ends at a round number beyond it.
const reaching = (data) => {
  if (data.kind !== "line" || !data.goal) return {};
  const round = (value, span, way) => {
    const step = 10 ** Math.floor(Math.log10(span || 1)) / 2;
    return way(value / step) * step;
  };
  const least = ({ min, max }) => round(Math.min(min, data.goal.value), Math.max(max, data.goal.value) - Math.min(min, data.goal.value), Math.floor);
  const most = ({ min, max }) => round(Math.max(max, data.goal.value), Math.max(max, data.goal.value) - Math.min(min, data.goal.value), Math.ceil);
  return { min: data.min ?? least, max: most };
};

const frame = (data, say) => {
  const text = { color: css("--cs-chart-axis"), fontFamily: css("--cs-font"), fontSize: 11 };
  return {
    animation: false,
    aria: { enabled: true, decal: { show: false } },
    textStyle: { fontFamily: css("--cs-font") },
    grid: { left: 4, right: data.kind === "line" ? 84 : 8, top: 22, bottom: 2, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, axisPointer: { type: data.kind === "line" ? "line" : "shadow", shadowStyle: { color: css("--cs-selected"), opacity: 0.6 } }, backgroundColor: css("--cs-raised"), borderColor: css("--cs-border"), padding: [8, 10], textStyle: { color: css("--cs-text"), fontSize: 12, fontFamily: css("--cs-font") }, valueFormatter: say },
    xAxis: { type: "category", data: data.x, axisTick: { show: false }, axisLine: { lineStyle: { color: css("--cs-border-strong") } }, axisLabel: { ...text, hideOverlap: true }, boundaryGap: data.kind !== "line" },
    yAxis: { type: "value", min: data.min ?? (data.kind === "line" ? undefined : 0), ...reaching(data), scale: data.kind === "line", splitNumber: 4, axisLabel: { ...text, formatter: (value) => (value === 0 ? "0" : say(value)) }, splitLine: { lineStyle: { color: css("--cs-chart-grid") } } },
  };
};

const goalOf = (data) =>
  data.goal && { silent: true, symbol: "none", lineStyle: { type: "dashed", color: css("--cs-text-3") }, label: { formatter: data.goal.name, position: "insideStartTop", color: css("--cs-text-2"), fontSize: 11 }, data: [{ yAxis: data.goal.value }] };

const line = (data, say) => (series, index) => ({
  type: "line", name: series.name, data: series.data, symbol: "circle", symbolSize: 6, showSymbol: false, connectNulls: false,
  lineStyle: { width: 2, color: css(TONES[series.tone || SERIES[index]]) }, itemStyle: { color: css(TONES[series.tone || SERIES[index]]) },
  endLabel: { show: true, formatter: (p) => `${series.name} ${say(p.value)}`, color: css("--cs-text"), fontSize: 11, fontWeight: 500 },
  labelLayout: { moveOverlap: "shiftY" },
  markLine: index === 0 ? goalOf(data) : undefined,
});

// An empty bar on top of each stack carries its total.
const totals = (data) => ({
  type: "bar", name: "", stack: "all", silent: true, tooltip: { show: false }, data: data.x.map(() => 0), itemStyle: { color: "transparent" },
  label: { show: true, position: "top", formatter: (p) => data.totals[p.dataIndex] || "", color: css("--cs-text"), fontSize: 11, fontWeight: 500 },
});

const column = (data) => (series, index) => ({
  type: "bar", name: series.name, data: data.kind === "stacked" ? series.data.map((value) => value || null) : series.data, stack: data.kind === "stacked" ? "all" : undefined, barMaxWidth: 44, barCategoryGap: "38%",
  itemStyle: { ...paint(series.tone || SERIES[index]), borderRadius: 2 }, cursor: series.urls ? "pointer" : "default",
  markLine: index === 0 ? goalOf(data) : undefined,
  markArea: index === 0 && Number.isInteger(data.mark) ? { silent: true, itemStyle: { color: css("--cs-selected") }, data: [[{ xAxis: data.mark }, { xAxis: data.mark }]] } : undefined,
});

const option = (data) => {
  const say = spell(data.unit);
  const series = data.series.map(data.kind === "line" ? line(data, say) : column(data));
  return { ...frame(data, say), series: data.totals ? [...series, totals(data)] : series };
};

const draw = async (figure) => {
  const canvas = figure.querySelector(".cs-chart-canvas");
  if (!canvas) return;
  const data = JSON.parse(figure.dataset.chart);
  const echarts = await load();
  let chart = drawn.get(figure);
  if (!chart) {
    chart = echarts.init(canvas);
    drawn.set(figure, chart);
    new ResizeObserver(() => chart.resize()).observe(canvas);
    chart.on("click", (mark) => {
      const url = data.series[mark.seriesIndex]?.urls?.[mark.dataIndex];
      if (url?.startsWith("/") && !url.startsWith("//")) location.assign(url);
    });
  }
  chart.setOption(option(data), true);
};

const scan = (root) => {
  for (const figure of root.querySelectorAll?.("[data-chart]") || []) draw(figure);
};

document.addEventListener("htmx:load", (event) => {
  scan(event.detail.elt);
  if (event.detail.elt.matches?.("[data-chart]")) draw(event.detail.elt);
});
document.addEventListener("cs:theme", () => {
  for (const figure of drawn.keys()) if (figure.isConnected) draw(figure);
});
scan(document);
