// What a page can do with scripts and can be read without: charts, drawn from the tables beside them; and clearing what was taken.
(() => {
  'use strict';

  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const number = text => Number(text.replace(/[^0-9.-]/g, ''));

  function rowsOf(table) {
    return [...table.tBodies[0].rows].map(row => [...row.cells].map(cell => cell.dataset.value ?? cell.textContent.trim()));
  }

  function headsOf(table) {
    return [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim());
  }

  function common() {
    const text = colour('--pico-color');
    return {
      animation: false,
      textStyle: { color: text, fontFamily: 'inherit' },
      // Rich text needs no styles in the page, which its security policy forbids.
      tooltip: { renderMode: 'richText', confine: true },
      legend: { type: 'scroll', textStyle: { color: text }, top: 0 },
      grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
      color: [colour('--us'), colour('--them'), colour('--good'), colour('--fair'), colour('--poor')]
    };
  }

  // First column: category. Every other column: a series.
  function series(table, type, stack) {
    const rows = rowsOf(table);
    return {
      ...common(),
      tooltip: { ...common().tooltip, trigger: 'axis' },
      xAxis: { type: 'category', data: rows.map(row => row[0]) },
      yAxis: { type: 'value' },
      series: headsOf(table).slice(1).map((name, i) => ({
        name, type, stack: stack ? 'all' : undefined, data: rows.map(row => number(row[i + 1]))
      }))
    };
  }

  // Columns: name, date, health, revenue, grade.
  function bubbles(table) {
    const rows = rowsOf(table);
    const shades = { GOOD: '--good', FAIR: '--fair', POOR: '--poor', PENDING: '--us' };
    const most = Math.max(1, ...rows.map(row => number(row[3])));
    return {
      ...common(),
      xAxis: { type: 'time', name: 'Estimated close', minInterval: 24 * 3600 * 1000 },
      yAxis: { type: 'value', min: 0, max: 100, name: 'Health' },
      series: [{
        type: 'scatter',
        symbolSize: value => 8 + 42 * Math.sqrt(value[2] / most),
        data: rows.map(row => ({
          name: row[0], value: [row[1], number(row[2]), number(row[3])],
          itemStyle: { color: colour(shades[row[4]] ?? '--line'), opacity: 0.8 }
        }))
      }],
      tooltip: { ...common().tooltip, formatter: point => `${point.name}: health ${point.value[1]}` }
    };
  }

  // Columns: colleague, contact, strength.
  function network(table) {
    const rows = rowsOf(table);
    const nodes = new Map();
    rows.forEach(([colleague, contact]) => {
      nodes.set('c' + colleague, { id: 'c' + colleague, name: colleague, category: 0 });
      nodes.set('x' + contact, { id: 'x' + contact, name: contact, category: 1 });
    });
    return {
      ...common(),
      series: [{
        type: 'graph', layout: 'circular', circular: { rotateLabel: true }, roam: false, label: { show: true, color: colour('--pico-color') },
        categories: [{ name: 'Colleagues' }, { name: 'Contacts' }],
        data: [...nodes.values()].map(node => ({ ...node, symbolSize: 18 })),
        links: rows.map(([colleague, contact, strength]) => ({
          source: 'c' + colleague, target: 'x' + contact, lineStyle: { width: 1 + number(strength) / 20 }
        }))
      }]
    };
  }

  const kinds = {
    stack: table => series(table, 'bar', true),
    bars: table => series(table, 'bar', false),
    line: table => series(table, 'line', false),
    bubbles,
    network
  };

  function draw(root) {
    if (!window.echarts) {
      return;
    }
    root.querySelectorAll('figure[data-chart]').forEach(figure => {
      const table = figure.querySelector('table');
      const canvas = figure.querySelector('.canvas');
      if (!table || !canvas || table.tBodies[0].rows.length === 0) {
        return;
      }
      canvas.setAttribute('aria-hidden', 'true');
      canvas.append(document.createTextNode(''));
      canvas.style.display = 'block';
      const chart = window.echarts.getInstanceByDom(canvas) ?? window.echarts.init(canvas, null, { renderer: 'svg' });
      chart.setOption(kinds[figure.dataset.chart](table));
    });
  }

  // What was pasted has become chips once the answer is there; what was typed meanwhile stays.
  const taken = new WeakMap();

  function remember(event) {
    const part = event.detail.elt.closest('[data-clears]');
    part?.querySelectorAll(part.dataset.clears).forEach(field => taken.set(field, field.value));
  }

  function clear(event) {
    const part = event.detail.elt.closest('[data-clears]');
    if (event.detail.successful && part) {
      part.querySelectorAll(part.dataset.clears).forEach(field => {
        if (field.value === taken.get(field)) {
          field.value = '';
        }
      });
    }
  }

  document.addEventListener('DOMContentLoaded', () => draw(document));
  document.addEventListener('htmx:afterSwap', event => draw(event.detail.target));
  document.addEventListener('htmx:beforeRequest', remember);
  document.addEventListener('htmx:afterRequest', clear);
  window.addEventListener('resize', () => document.querySelectorAll('figure[data-chart] .canvas')
    .forEach(canvas => window.echarts?.getInstanceByDom(canvas)?.resize()));
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(document));
})();
