(() => {
  const chips = [...document.querySelectorAll(".chips button")];
  const search = document.querySelector("input[type=search]");
  const tasks = [...document.querySelectorAll("article.task")];
  const nothing = document.querySelector(".nothing");
  const zoom = document.querySelector("dialog");
  let row = [];
  let shown = 0;

  const filter = () => {
    const chip = chips.find((one) => one.getAttribute("aria-pressed") === "true");
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let any = false;
    for (const task of tasks) {
      const found = words.every((word) => task.dataset.words.includes(word));
      let some = false;
      for (const episode of task.querySelectorAll(".episode")) {
        const { ending, failure } = chip.dataset;
        const fits = found && (!ending || episode.dataset.ending === ending) && (!failure || episode.dataset.failure === failure);
        episode.hidden = !fits;
        some = some || fits;
      }
      task.hidden = !some;
      any = any || some;
    }
    if (nothing) { nothing.hidden = any || !tasks.length; }
  };
  const show = (index) => {
    shown = (index + row.length) % row.length;
    const copy = row[shown].cloneNode(true);
    const image = row[shown].querySelector("img");
    const room = Math.min(innerWidth * 0.94, (innerHeight * 0.94 - 60) * image.naturalWidth / image.naturalHeight, image.naturalWidth * 2.5);
    copy.style.width = `${room}px`;
    zoom.querySelector(".holder").replaceChildren(copy);
    zoom.querySelector("p").textContent = row[shown].title;
  };

  chips.forEach((chip) => chip.addEventListener("click", () => {
    chips.forEach((one) => one.setAttribute("aria-pressed", String(one === chip)));
    filter();
  }));
  search.addEventListener("input", filter);
  document.addEventListener("click", (event) => {
    const thumb = event.target.closest(".thumb");
    if (thumb && !zoom.contains(thumb)) {
      row = [...thumb.parentElement.querySelectorAll(".thumb")];
      show(row.indexOf(thumb));
      zoom.showModal();
    } else if (zoom.open && zoom.contains(event.target)) { zoom.close(); }
  });
  document.addEventListener("keydown", (event) => {
    if (!zoom.open) { return; }
    if (event.key === "ArrowRight") { show(shown + 1); }
    if (event.key === "ArrowLeft") { show(shown - 1); }
  });
})();
