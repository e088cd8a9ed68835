import { render } from 'preact';
import { decodePacked, type Opening, type PackedPage } from '../packed.ts';
import { drawer } from './drawer.ts';
import { explorer } from './explorer.ts';
import { emptyQuery, openingResult, runQuery, type Query } from './query.ts';
import { readHash, writeHash } from './route.ts';
import { holds, nextDrawn, scrollToSee, seenLines, type Drawn } from './span.ts';
import { Table } from './table.ts';
import { buildView, isOpen, sameList, type Toggled } from './view.ts';

const root = document.documentElement;
const themes = ['auto', 'light', 'dark'] as const;

async function readData(): Promise<PackedPage> {
  const data = document.querySelector<HTMLTemplateElement>('#data');
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const [buffer] = await Promise.all([
    new Response(readable).arrayBuffer(),
    writer.write(fromBase64(data?.content.textContent ?? '')),
    writer.close(),
  ]);
  return decodePacked(buffer);
}

/** Newer browsers have a way of their own, several times as fast. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const own: unknown = Reflect.get(Uint8Array, 'fromBase64');
  const read: unknown = typeof own === 'function' ? own.call(Uint8Array, text) : null;
  if (read instanceof Uint8Array && read.buffer instanceof ArrayBuffer) return new Uint8Array(read.buffer);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The list, its filters and the open finding. Everything on the screen is a function of the state in here. */
function start(table: Table, opening: Opening): void {
  let query = readHash(location.hash);
  let result = sameList(query, emptyQuery) ? openingResult(opening, table.size) : runQuery(table, query);
  let toggled: Toggled = new Map();
  let lineHeight = measureLine();
  let view = buildView(result, toggled, lineHeight);
  let active = -1;
  let filtersOpen = false;
  let allRegions = false;
  let focusNext: 'line' | 'drawer' | null = null;
  let listTop = element('explorer').getBoundingClientRect().top + window.scrollY;
  let drawn: Drawn = { first: 0, end: 0, key: 0 };

  const listPlace = () => ({ top: listTop, lineHeight, count: view.lines.length });
  const seen = () => seenLines(listPlace(), window);

  function draw(): void {
    const at = query.finding === '' ? -1 : table.find(query.finding);
    drawn = nextDrawn(seen(), view.lines.length, drawn);
    render(
      explorer({
        table,
        query,
        result,
        view,
        toggled,
        active,
        drawn,
        filtersOpen,
        allRegions,
        onQuery: (change) => go({ ...query, finding: '', ...change }, 'push'),
        onText: (text) => go({ ...query, text }, 'replace'),
        onLine: (index) => openLine(index),
        onFilters: () => {
          filtersOpen = !filtersOpen;
          relayout();
        },
        onAllRegions: () => {
          allRegions = true;
          relayout();
        },
      }),
      element('explorer'),
    );
    render(drawer({ table, at, onClose: closeDrawer, onStep: (by) => move(by), onCopyLink: copyLink }), element('drawer'));
    // The list is as tall as all its lines; the few that exist are pushed to their place. From script, as the policy allows.
    const lines = document.querySelector<HTMLElement>('#lines');
    if (lines !== null) {
      lines.style.height = `${(view.lines.length - drawn.first) * lineHeight}px`;
      lines.style.marginTop = `${drawn.first * lineHeight}px`;
    }
    root.classList.toggle('drawer-open', at >= 0);
    // On a small screen the finding covers the page, so the page must not be reached by Tab.
    element('main').inert = at >= 0 && window.matchMedia('(max-width: 60rem)').matches;
    for (const link of document.querySelectorAll<HTMLElement>('[data-control]')) {
      const chosen = query.control.includes(link.dataset['control'] ?? '');
      if (chosen) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
    giveFocus();
  }

  function giveFocus(): void {
    if (focusNext === null) {
      // The element of a line that was scrolled away may show another one now.
      const focused = document.activeElement;
      if (focused instanceof HTMLElement && (focused.dataset['line'] ?? String(active)) !== String(active)) focused.blur();
      return;
    }
    const target =
      focusNext === 'drawer'
        ? document.querySelector<HTMLElement>('#drawer-title')
        : document.querySelector<HTMLElement>(`[data-line="${active}"]`);
    if (target === null) return;
    focusNext = null;
    target.focus({ preventScroll: true });
  }

  /** After anything that may change how many lines there are or where the list begins. */
  function relayout(): void {
    draw();
    findList();
  }

  function findList(): void {
    const grid = document.querySelector<HTMLElement>('#lines')?.parentElement;
    if (grid === null || grid === undefined) return;
    const head = grid.firstElementChild?.getBoundingClientRect().height ?? 0;
    listTop = Math.round(grid.getBoundingClientRect().top + window.scrollY + head);
    drawMissing();
  }

  function drawMissing(): void {
    if (!holds(drawn, seen())) draw();
  }

  /** Makes the query the state of the page. */
  function go(next: Query, history: 'push' | 'replace' | 'none'): void {
    const same = sameList(query, next);
    query = next;
    if (history !== 'none') {
      const url = `${location.pathname}${location.search}${writeHash(query)}`;
      if (history === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    }
    if (!same) {
      toggled = new Map();
      active = -1;
      result = runQuery(table, query);
      view = buildView(result, toggled, lineHeight);
    }
    relayout();
  }

  function openLine(index: number): void {
    const entry = view.lines[index];
    if (entry === undefined) return;
    active = index;
    if (entry < 0) {
      toggle(-1 - entry);
      return;
    }
    focusNext = 'drawer';
    go({ ...query, finding: table.row(entry).id }, query.finding === '' ? 'push' : 'replace');
  }

  function toggle(groupIndex: number, wanted?: boolean): void {
    const group = result.groups[groupIndex];
    if (group === undefined) return;
    const open = isOpen(group, result, toggled);
    if (open === wanted) return;
    toggled = new Map(toggled).set(group.key, !open);
    view = buildView(result, toggled, lineHeight);
    focusNext = 'line';
    relayout();
  }

  function closeDrawer(): void {
    if (query.finding === '') return;
    focusNext = 'line';
    go({ ...query, finding: '' }, 'push');
    if (active < 0) focusNext = null;
  }

  /** Moves to the next or previous line; an open finding follows. */
  function move(by: number): void {
    if (view.lines.length === 0) return;
    let next = Math.min(Math.max(active + by, 0), view.lines.length - 1);
    // While a finding is open, groups are stepped over.
    if (query.finding !== '')
      while (next > 0 && next < view.lines.length - 1 && (view.lines[next] ?? 0) < 0) next += Math.sign(by);
    active = next;
    const top = scrollToSee(active, listPlace(), window, stickyHeight());
    if (top !== null) window.scrollTo({ top });
    const entry = view.lines[active] ?? -1;
    if (query.finding !== '' && entry >= 0) {
      go({ ...query, finding: table.row(entry).id }, 'replace');
      return;
    }
    focusNext = 'line';
    relayout();
  }

  /** Opens the group of the finding in the URL and goes there. */
  function showFinding(): void {
    const at = table.find(query.finding);
    if (at < 0) {
      query = { ...query, finding: '' };
      say('This report has no finding with that id.');
      return;
    }
    const place = result.matches.indexOf(at);
    const group = result.groups.findIndex((one) => place >= one.start && place < one.start + one.size);
    if (place >= 0 && group >= 0) toggle(group, true);
    active = view.lines.indexOf(at);
    focusNext = 'drawer';
    relayout();
    if (active >= 0) window.scrollTo({ top: listTop + (active + 0.5) * lineHeight - (window.innerHeight + stickyHeight()) / 2 });
  }

  function followHash(): void {
    const next = readHash(location.hash);
    const byLink = !sameList(query, next);
    go(next, 'none');
    if (next.finding !== '') showFinding();
    else if (byLink && location.hash !== '') element('findings').scrollIntoView();
  }

  function copyLink(): void {
    const entry = view.lines[active] ?? -1;
    const id = query.finding !== '' || entry < 0 ? query.finding : table.row(entry).id;
    const link = `${location.href.split('#', 1)[0] ?? ''}${writeHash({ ...query, finding: id })}`;
    void copy(link, id === '' ? 'Link to this view copied' : 'Link to this finding copied');
  }

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || help().open) return;
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    const writing = target.matches('input[type="search"], textarea, select');
    const inGrid = target.closest('[role="treegrid"]') !== null;
    const act = keyAction(event.key, writing, inGrid);
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  function keyAction(key: string, writing: boolean, inGrid: boolean): (() => void) | undefined {
    const search = document.querySelector<HTMLInputElement>('#search');
    if (key === 'Escape') {
      if (query.finding !== '') return closeDrawer;
      return writing ? () => search?.blur() : undefined;
    }
    if (writing) return key === 'ArrowDown' ? () => move(1) : undefined;
    switch (key) {
      case '/':
        return () => {
          search?.focus();
          search?.select();
        };
      case '?':
        return () => help().showModal();
      case 'j':
        return () => move(1);
      case 'k':
        return () => move(-1);
      case 'c':
        return copyLink;
      default:
        return inGrid ? gridAction(key) : undefined;
    }
  }

  function gridAction(key: string): (() => void) | undefined {
    const entry = view.lines[active] ?? 0;
    const page = Math.max(1, Math.floor(window.innerHeight / lineHeight) - 3);
    switch (key) {
      case 'Enter':
      case ' ':
        return () => openLine(active);
      case 'ArrowDown':
        return () => move(1);
      case 'ArrowUp':
        return () => move(-1);
      case 'PageDown':
        return () => move(page);
      case 'PageUp':
        return () => move(-page);
      case 'Home':
        return () => move(-view.lines.length);
      case 'End':
        return () => move(view.lines.length);
      case 'ArrowRight':
        return entry < 0 ? () => toggle(-1 - entry, true) : undefined;
      case 'ArrowLeft':
        return entry < 0 ? () => toggle(-1 - entry, false) : () => toParent();
      default:
        return undefined;
    }
  }

  function toParent(): void {
    const parent = view.lines.subarray(0, active).findLastIndex((entry) => entry < 0);
    if (parent >= 0) move(parent - active);
  }

  document.addEventListener('keydown', onKey);
  document.addEventListener('focusin', ({ target }) => {
    const index = target instanceof HTMLElement ? target.dataset['line'] : undefined;
    if (index === undefined || Number(index) === active) return;
    active = Number(index);
    draw();
  });
  window.addEventListener('hashchange', followHash);
  window.addEventListener('popstate', followHash);
  window.addEventListener('scroll', drawMissing, { passive: true });
  window.addEventListener('resize', relayout);
  new ResizeObserver(() => {
    const height = measureLine();
    if (height === lineHeight) {
      findList();
      return;
    }
    lineHeight = height;
    view = buildView(result, toggled, lineHeight);
    relayout();
  }).observe(document.body);

  element('explorer').replaceChildren();
  relayout();
  if (query.finding !== '') showFinding();
  else if (location.hash !== '' && location.hash.includes('=')) element('findings').scrollIntoView();
  // What the first search needs is made while nobody waits, and the browser compiles it.
  setTimeout(() => runQuery(table, { ...emptyQuery, text: 'e' }), 50);
}

function stickyHeight(): number {
  return (document.querySelector('.toolbar')?.getBoundingClientRect().height ?? 0) + 40;
}

/** Height of a line in pixels: the style sheet says it in rem, so that it grows with the reader's text size. */
function measureLine(): number {
  const style = getComputedStyle(root);
  return Math.round(Number.parseFloat(style.getPropertyValue('--line-height')) * Number.parseFloat(style.fontSize));
}

function element(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}

function help(): HTMLDialogElement {
  const found = document.querySelector<HTMLDialogElement>('#help');
  if (found === null) throw new Error('the page has no help');
  return found;
}

let silence: ReturnType<typeof setTimeout> | undefined;

function say(text: string): void {
  const toast = element('toast');
  toast.textContent = text;
  toast.classList.add('toast-on');
  clearTimeout(silence);
  silence = setTimeout(() => {
    toast.classList.remove('toast-on');
    toast.textContent = '';
  }, 2500);
}

async function copy(text: string, done: string, shown?: Element | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(done);
  } catch {
    // No permission or no clipboard: the text is selected, so that one key press copies it.
    if (shown !== undefined && shown !== null) getSelection()?.selectAllChildren(shown);
    say(shown === undefined || shown === null ? text : 'Selected: copy it with the keyboard');
  }
}

function pageButtons(): void {
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-copy]') : null;
    const shown = button?.parentElement?.querySelector('pre');
    if (shown !== null && shown !== undefined) void copy(shown.textContent, 'Copied', shown);
  });
  const theme = element('theme');
  const showTheme = () => {
    const now = root.dataset['theme'] ?? 'auto';
    theme.textContent = now === 'auto' ? 'Auto' : now === 'light' ? 'Light' : 'Dark';
    theme.setAttribute('aria-label', `Theme: ${now === 'auto' ? 'as the system' : now}`);
  };
  theme.addEventListener('click', () => {
    const now = root.dataset['theme'] ?? 'auto';
    const next = themes[(themes.findIndex((one) => one === now) + 1) % themes.length] ?? 'auto';
    if (next === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = next;
    try {
      localStorage.setItem('mlwarden-theme', next);
    } catch {
      // No storage: the choice holds until the page is closed.
    }
    showTheme();
  });
  showTheme();
  element('help-open').addEventListener('click', () => help().showModal());
}

async function main(): Promise<void> {
  try {
    pageButtons();
    // A browser that goes to the hidden line of a finding takes the focus from where the finding opens.
    for (const line of document.querySelectorAll('.static-list [id]')) line.removeAttribute('id');
    const packed = await readData();
    start(new Table(packed), packed.opening);
    root.classList.add('ready');
  } catch (error) {
    // The list that is in the page anyway takes over.
    root.classList.remove('js');
    say(`The list of all findings could not be opened: ${error instanceof Error ? error.message : String(error)}`);
  }
}

void main();
