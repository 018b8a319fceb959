/** A token's value, for drawing that CSS does not reach. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()
}

/** Our tokens as an ECharts theme, read from the page so that there is one place to change them. */
export function chartTheme(): object {
  const [faint, line, soft] = [token('ink-3'), token('line'), token('ground-2')]
  const text = { color: faint, fontSize: 12, fontFamily: token('font') }
  const axis = {
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    axisLabel: text,
    splitLine: { lineStyle: { color: soft } },
    nameTextStyle: text,
  }
  return {
    color: [1, 2, 3, 4, 5, 6].map((index) => token(`series-${index}`)),
    textStyle: { fontFamily: token('font') },
    grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, itemGap: 18, icon: 'roundRect', textStyle: { ...text, color: token('ink-2') } },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: { ...axis, axisLine: { show: false } },
    line: { showSymbol: false, symbolSize: 6, lineStyle: { width: 2 }, emphasis: { disabled: true } },
    bar: { barMaxWidth: 22, itemStyle: { borderRadius: [3, 3, 0, 0] } },
    tooltip: {
      backgroundColor: token('surface'),
      borderColor: line,
      padding: [8, 12],
      textStyle: { color: token('ink'), fontSize: 12 },
      axisPointer: { lineStyle: { color: faint, type: 'dashed' }, shadowStyle: { color: 'rgba(33,30,27,0.04)' } },
    },
  }
}
