// Rectangles drawn by finger on a photo, posted as whole percent. The server blurs; here they are
// only shown.

const form = document.getElementById("buramkan");
const frame = form.querySelector("[data-blur]");
const picture = frame.querySelector("img");
const SMALLEST = 2; // percent: less was a tap

const canvas = document.createElement("canvas");
canvas.className = "blur__canvas";
frame.append(canvas);
frame.classList.add("blur--drawing");
form.querySelector("[data-hint]").hidden = false;

const areas = []; // [left, top, right, bottom] in percent
let start = null;
let current = null;

function point(event) {
  const box = canvas.getBoundingClientRect();
  const within = (value) => Math.min(Math.max(value, 0), 100);
  return [
    within(((event.clientX - box.left) / box.width) * 100),
    within(((event.clientY - box.top) / box.height) * 100),
  ];
}

const between = ([x1, y1], [x2, y2]) => [
  Math.floor(Math.min(x1, x2)),
  Math.floor(Math.min(y1, y2)),
  Math.ceil(Math.max(x1, x2)),
  Math.ceil(Math.max(y1, y2)),
];

function draw() {
  canvas.width = picture.clientWidth;
  canvas.height = picture.clientHeight;
  const brush = canvas.getContext("2d");
  for (const [left, top, right, bottom] of current ? [...areas, current] : areas) {
    const box = [left * canvas.width, top * canvas.height, (right - left) * canvas.width,
      (bottom - top) * canvas.height].map((value) => value / 100);
    brush.fillStyle = "rgba(22, 32, 43, 0.75)";
    brush.fillRect(...box);
    brush.lineWidth = 3;
    brush.strokeStyle = "#ffd54a";
    brush.strokeRect(...box);
  }
  for (const old of form.querySelectorAll("input[name=area]")) old.remove();
  for (const [left, top, right, bottom] of areas) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "area";
    field.value = `${left} ${top} ${right - left} ${bottom - top}`;
    form.append(field);
  }
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  start = point(event);
});

canvas.addEventListener("pointermove", (event) => {
  if (!start) return;
  current = between(start, point(event));
  draw();
});

canvas.addEventListener("pointerup", (event) => {
  if (!start) return;
  const [x, y] = point(event);
  const [left, top, right, bottom] = between(start, [x, y]);
  if (right - left >= SMALLEST && bottom - top >= SMALLEST) {
    areas.push([left, top, right, bottom]);
  } else {
    const hit = areas.findLastIndex((area) => area[0] <= x && x <= area[2] && area[1] <= y && y <= area[3]);
    if (hit >= 0) areas.splice(hit, 1);
  }
  start = current = null;
  draw();
});

canvas.addEventListener("pointercancel", () => {
  start = current = null;
  draw();
});

new ResizeObserver(draw).observe(picture);
