# Deploys a war to a Tomcat through its manager, beside the version that runs (parallel deployment): new sessions go to the new
# one at once, and when it does not answer, its removal is the way back. Old versions go when nobody has a session there.
#   TOMCAT     http://HOST:PORT                    TOMCAT_USER, TOMCAT_PASSWORD   of a user with the role manager-script
#   WAR        the file                            HEALTH, EXPECT                 the page to ask, a text that it has to contain
#   CONTEXT    /shop                               PATIENCE                       seconds until it has to answer
#   VERSION    1.4.2, for people: Tomcat orders versions as text, so a number that grows is put in front
set -euo pipefail
fail() {
  echo "##vso[task.logissue type=error]$*"
  exit 1
}
[ -f "$WAR" ] || fail "there is no war at '$WAR'"
[[ $CONTEXT =~ ^/[A-Za-z0-9._/-]*$ ]] || fail "Context is '$CONTEXT'; expected a path like /shop"
[[ $VERSION =~ ^[A-Za-z0-9._-]+$ ]] || fail "Version is '$VERSION'; expected letters, digits, '.', '_' and '-'"

quoted() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}
# manager COMMAND [CURL OPTION...]: its answer in $answer; false when the manager says no. The password takes a pipe, no command line.
manager() {
  answer=$(printf 'user = %s\n' "$(quoted "$TOMCAT_USER:$TOMCAT_PASSWORD")" |
    curl --config - --silent --show-error --retry 5 --retry-delay 1 --retry-connrefused --max-time 300 --write-out '\n%{http_code}' "${@:2}" \
      "$TOMCAT/manager/text/$1" 2>&1) || fail "$TOMCAT cannot be reached: $answer"
  local status=${answer##*$'\n'}
  case $status in
    200) answer=${answer%$'\n'*} ;;
    401 | 403) fail "the manager of $TOMCAT refuses user '$TOMCAT_USER' (HTTP $status): check the password and the role manager-script" ;;
    *) fail "the manager of $TOMCAT answers HTTP $status; is its web application (Debian: tomcat10-admin) deployed?" ;;
  esac
  [[ $answer == OK* ]]
}
undeploy() { manager "undeploy?path=$CONTEXT&version=$1" || echo "##vso[task.logissue type=warning]$answer"; }

manager list || fail "$answer"
# A line for each version of the context: its sessions, its version.
old=$(awk -F: -v context="$CONTEXT" '$1 == context { split($4, part, "##"); print $3, part[2] }' <<<"$answer")
last=$(awk '$2 ~ /^[0-9]+-/ && $2 + 0 > last { last = $2 + 0 } END { print last + 0 }' <<<"$old")
new=$(printf '%06d-%s' $((last + 1)) "$VERSION")
echo "deploying $(basename "$WAR") to $TOMCAT$CONTEXT as $new"
if ! manager "deploy?path=$CONTEXT&version=$new&update=true" --upload-file "$WAR"; then
  said=$answer
  undeploy "$new"
  fail "$said"
fi
echo "$answer"

page=$TOMCAT$CONTEXT$HEALTH
end=$((SECONDS + PATIENCE + 1))
until said=$(curl --silent --show-error --fail --max-time 5 "$page" 2>&1) && [[ $said == *"$EXPECT"* ]]; do
  if [ $SECONDS -ge $end ]; then
    undeploy "$new"
    fail "$page does not answer as it should (${said:0:200}); $new is removed, the old version goes on"
  fi
  sleep 0.2
done
echo "$page says: ${said:0:200}"
while read -r sessions version; do
  [ -n "$sessions" ] || continue
  if [ "$sessions" -gt 0 ]; then
    echo "${version:-the version without a name} stays: $sessions sessions; the next deployment asks again"
  else
    undeploy "$version"
    echo "$answer"
  fi
done <<<"$old"
