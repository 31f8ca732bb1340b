# A jar, a .NET app or a program as a service in two slots, blue and green, each with a folder, a process and a port of its own.
# nginx listens on PORT and sends everything to the slot that the link "live" names: a switch is one rename and one reload.
#   ACTION     deploy: into the slot that is not live, ask it, switch. The old one goes on running, for the way back.
#              rollback: switch to the other slot, if what is live came with this release.          stop: the front and both slots.
#   SERVICE    its name        SERVICES   the folder of all services        PATIENCE   seconds until it has to answer
#   PACKAGE    the folder of the new version        ENTRY   X.jar, X.dll or a program in there        ARGUMENTS   for it
#   PORT       of the front, on 127.0.0.1; the slots have BLUE_PORT and GREEN_PORT, or the next two
#   HEALTH     the page to ask                      SETTINGS   NAME=value, one a line: all that the service sees of the environment
set -euo pipefail
set -f
fail() {
  echo "##vso[task.logissue type=error]$*"
  exit 1
}
[[ $SERVICE =~ ^[A-Za-z0-9._-]+$ ]] || fail "Service is '$SERVICE'; expected letters, digits, '.', '_' and '-'"
[[ $PORT =~ ^[0-9]+$ ]] || fail "Port is '$PORT'; expected a number"
PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || fail "there is no nginx on this machine (Debian: apt-get install nginx-light)"
mkdir -p "$SERVICES/$SERVICE"
cd "$SERVICES/$SERVICE"
base=$PWD
exec 9>lock
flock --nonblock 9 || fail "$base: somebody else deploys here"
live=$(readlink live || true)
[ "$live" = blue ] && other=green || other=blue
declare -A port=([blue]=${BLUE_PORT:-$((PORT + 1))} [green]=${GREEN_PORT:-$((PORT + 2))})

# The number of a slot's process. A file with a number says little after a power cut: its folder has to be the slot's.
process() {
  local pid
  pid=$(cat "$1/pid" 2>/dev/null) && [ "$(readlink "/proc/$pid/cwd")" = "$base/$1/app" ] && echo "$pid"
}
stop() {
  local pid
  pid=$(process "$1") || return 0
  kill "$pid"
  for _ in $(seq 100); do
    process "$1" >/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid"
}
start() (
  cd "$1/app"
  entry=$(cat ../entry)
  case $entry in
    *.jar) command=(java -jar "$entry") ;;
    *.dll) command=(dotnet "$entry") ;;
    *) command=("./$entry") ;;
  esac
  command+=($(cat ../arguments))
  mapfile -t settings < <(printf '%s' "$SETTINGS" | grep =)
  # Nothing of the job is left to the service: no variable, no file, no session, no mark by which the job's processes are ended.
  for name in $(compgen -e); do
    case $name in HOME | PATH | LANG | USER | TZ) ;; *) unset "$name" ;; esac
  done
  export "PORT=${port[$1]}" "SERVER_PORT=${port[$1]}" "ASPNETCORE_URLS=http://127.0.0.1:${port[$1]}" "SLOT=$1" "${settings[@]}"
  setsid "${command[@]}" >../log 2>&1 </dev/null 9>&- &
  echo $! >../pid
)
# healthy SLOT URL: true as soon as the slot answers there. SECONDS counts whole ones, so one more makes sure of PATIENCE.
healthy() {
  local end=$((SECONDS + PATIENCE + 1)) head
  while [ $SECONDS -lt $end ]; do
    head=$(curl --silent --show-error --fail --max-time 5 --dump-header - --output /dev/null "$2" 2>&1) &&
      [[ $2 != *":$PORT/"* || $head == *"X-Slot: $1"* ]] && return 0
    process "$1" >/dev/null || { head="its process has ended"; break; }
    sleep 0.2
  done
  head=${head//$'\r'/}
  echo "##vso[task.logissue type=error]$2: ${head%%$'\n'*}"
  echo "the end of $1/log:"
  tail -n 20 "$1/log"
  return 1
}
front() {
  pid=$(cat front/pid 2>/dev/null) && [ "$(readlink "/proc/$pid/cwd")" = "$base/front" ] && echo "$pid"
}
# retired WORKER: it takes no new request any more.
retired() {
  local title
  title=$(tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline") || return 0
  [[ -z $title || $title == *"shutting down"* ]]
}
# switch SLOT: new requests go there, those that are being answered are left in peace.
switch() {
  local master worker workers end=$((SECONDS + PATIENCE + 1))
  ln -sfn "$1" live.new
  mv -T live.new live
  if master=$(front); then
    # A reload is asked for, not done: until the old workers retire, one request may go to the new slot and the next to the old.
    workers=$(cat "/proc/$master/task/$master/children")
    nginx -p "$base/front/" -c nginx.conf -e error.log -s reload
    for worker in $workers; do
      until retired "$worker" || [ $SECONDS -ge $end ]; do sleep 0.05; done
    done
    return
  fi
  mkdir -p front
  cat >front/nginx.conf <<CONF
pid pid;
$([ "$(id -u)" -ne 0 ] || echo "user root;")
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path other; uwsgi_temp_path other; scgi_temp_path other;
  include ../live/upstream.conf;
  server {
    listen 127.0.0.1:$PORT;
    location / {
      proxy_pass http://live;
      proxy_set_header Host \$http_host;
      add_header X-Slot \$slot always;
    }
  }
}
CONF
  (cd front && VSTS_PROCESS_LOOKUP_ID= nginx -p "$base/front/" -c nginx.conf -e error.log >>start.log 2>&1 </dev/null 9>&-) ||
    fail "nginx does not start: $(tail -n 3 front/start.log)"
}
# go SLOT: switch, ask through the front, and back again if that is no good.
go() {
  switch "$1"
  if healthy "$1" "http://127.0.0.1:$PORT$HEALTH"; then
    echo "http://127.0.0.1:$PORT is $1 now: $(cat "$1/version")"
    return
  fi
  [ -z "$live" ] || switch "$live"
  fail "$1 does not answer through the front; back to ${live:-nothing}"
}

case $ACTION in
  deploy)
    [ -f "$PACKAGE/$ENTRY" ] || fail "there is no '$ENTRY' in '$PACKAGE'"
    stop "$other"
    rm -rf "$other"
    mkdir "$other"
    cp -r "$PACKAGE" "$other/app"
    echo "$ENTRY" >"$other/entry"
    echo "$ARGUMENTS" >"$other/arguments"
    echo "$VERSION" >"$other/version"
    echo "$RELEASE_RELEASEID" >"$other/release"
    echo "upstream live { server 127.0.0.1:${port[$other]}; } map '' \$slot { default $other; }" >"$other/upstream.conf"
    echo "starting $SERVICE $VERSION in slot $other, port ${port[$other]}; live is ${live:-nothing}"
    start "$other"
    if ! healthy "$other" "http://127.0.0.1:${port[$other]}$HEALTH"; then
      stop "$other"
      rm "$other/entry"
      fail "$SERVICE $VERSION is not healthy and has been stopped; ${live:-nothing} stays live"
    fi
    go "$other"
    ;;
  rollback)
    if [ -n "$live" ] && [ "$(cat live/release)" != "$RELEASE_RELEASEID" ]; then
      echo "live is $(cat live/version) of another release: there is nothing to take back"
      exit 0
    fi
    [ -n "$live" ] && [ -f "$other/entry" ] || fail "$SERVICE has no other version here to go back to"
    echo "going back to slot $other: $(cat "$other/version")"
    process "$other" >/dev/null || start "$other"
    healthy "$other" "http://127.0.0.1:${port[$other]}$HEALTH" || fail "slot $other is not healthy either; $live stays live"
    go "$other"
    ;;
  stop)
    ! pid=$(front) || kill -QUIT "$pid"
    stop blue
    stop green
    ;;
  *) fail "Action is '$ACTION'; expected deploy, rollback or stop" ;;
esac
