-- One row of the benchmark, as wrk's script: wrk -s bench.lua URL -- ROW INDEX DOCUMENTS [statuses]
-- Requests are made before the first is sent, so that choosing one costs wrk the same in every row.

local requests = {}
local headers = { ["Content-Type"] = "application/json" }

local function document(i)
  return string.format('{"page":"/page/%05d","views":%d,"title":"A page of the site"}', i, math.random(10, 99))
end

local function add(method, path, body)
  requests[#requests + 1] = wrk.format(method, path, body and headers or nil, body)
end

local rows = {
  ["get"] = function(index, i)
    add("GET", "/" .. index .. "/_doc/" .. i)
  end,
  ["conflict"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/hot?if_seq_no=0&if_primary_term=1", document(i))
  end,
  ["put-random"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/" .. i, document(i))
  end,
  ["put-hot"] = function(index, i)
    add("PUT", "/" .. index .. "/_doc/hot", document(i))
  end,
  -- the new value differs from request to request: an update that changes nothing is not written
  ["update-random"] = function(index, i)
    add("POST", "/" .. index .. "/_update/" .. i, string.format('{"doc":{"views":%d}}', math.random(100, 999999)))
  end,
  ["update-hot"] = function(index, i)
    add("POST", "/" .. index .. "/_update/hot?retry_on_conflict=5", string.format('{"doc":{"views":%d}}', i))
  end,
}

local threads = {}
statuses = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  math.randomseed(os.time())
  for i = 0, tonumber(args[3]) - 1 do
    rows[args[1]](args[2], i)
  end
  if args[4] == "statuses" then
    function response(status)
      local key = tostring(status)
      statuses[key] = (statuses[key] or 0) + 1
    end
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    "RESULT requests=%d micros=%d refused=%d broken=%d p50=%d p99=%d",
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      print(string.format("STATUS %s %d", status, count))
    end
  end
end
