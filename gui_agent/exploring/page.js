"use strict";
const dialog = document.querySelector("dialog.screen");
const numbers = [...document.querySelectorAll(".sight")].map((s) => s.dataset.node);
let shown = null;

function show(number) {
  const sight = document.querySelector(`.sight[data-node="${number}"]`);
  const picture = document.querySelector(`.node[data-node="${number}"] image`);
  if (!sight || !picture) return;
  shown = number;
  dialog.querySelector("img").src = picture.getAttribute("href");
  dialog.querySelector("h3").textContent = `${number}  ${sight.dataset.name}`;
  dialog.querySelector(".by").textContent = `Found by: ${sight.dataset.by}`;
  const marks = dialog.querySelector(".marks"), list = dialog.querySelector(".controls");
  marks.replaceChildren();
  list.replaceChildren();
  [...sight.children].forEach((control, index) => {
    const [left, top, width, height] = control.dataset.box.split(",");
    const mark = document.createElement("i");
    mark.dataset.number = index + 1;
    Object.assign(mark.style, { left: `${left}%`, top: `${top}%`, width: `${width}%`, height: `${height}%` });
    const row = document.createElement("li"), leads = document.createElement("small");
    row.textContent = control.textContent;
    leads.textContent = control.dataset.leads;
    row.append(leads);
    row.addEventListener("mouseenter", () => mark.classList.add("lit"));
    row.addEventListener("mouseleave", () => mark.classList.remove("lit"));
    marks.append(mark);
    list.append(row);
  });
  if (!dialog.open) dialog.showModal();
}

for (const each of document.querySelectorAll(".node, .shot[data-node], a[data-node]")) {
  each.addEventListener("click", (event) => { event.preventDefault(); show(each.dataset.node); });
  each.addEventListener("keydown", (event) => { if (event.key === "Enter") show(each.dataset.node); });
}
for (const node of document.querySelectorAll(".node")) {
  const light = (on) => document.querySelectorAll(".edge").forEach((edge) => {
    const touches = edge.dataset.source === node.dataset.node || edge.dataset.target === node.dataset.node;
    edge.classList.toggle("lit", on && touches);
  });
  node.addEventListener("mouseenter", () => light(true));
  node.addEventListener("mouseleave", () => light(false));
}
for (const button of dialog.querySelectorAll("[data-step]")) {
  button.addEventListener("click", () => {
    const at = numbers.indexOf(shown) + Number(button.dataset.step);
    show(numbers[(at + numbers.length) % numbers.length]);
  });
}
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });

const graph = document.querySelector(".graph"), map = document.querySelector(".map");
const natural = { width: graph.viewBox.baseVal.width, height: graph.viewBox.baseVal.height };
let scale = 1;
function zoom(to) {
  scale = Math.min(3, Math.max(0.15, to));
  graph.setAttribute("width", natural.width * scale);
  graph.setAttribute("height", natural.height * scale);
}
const fit = () => zoom(Math.min(1, (map.clientWidth - 4) / natural.width));
for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => button.dataset.zoom === "fit" ? fit() : zoom(scale * Number(button.dataset.zoom)));
}
fit();
if (numbers.includes(location.hash.slice(8))) show(location.hash.slice(8));
