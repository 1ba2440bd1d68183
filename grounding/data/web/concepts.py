"""What buttons commonly do: English words, and the icon names that stand for them, best first."""

# ruff: noqa: E501 -- the markup of one thing stays on one line

from __future__ import annotations

from dataclasses import dataclass

_TABLE = """
Save=content-save,document-save,device-floppy,floppy,save|Open=folder-open,document-open,folder-open-outline,open|New=plus,document-new,file-plus,add,note_add
Print=printer,document-print,print|Cut=content-cut,edit-cut,scissors,cut|Copy=content-copy,edit-copy,copy|Paste=content-paste,edit-paste,clipboard,paste
Undo=undo,edit-undo,arrow-back-up,arrow-counterclockwise|Redo=redo,edit-redo,arrow-forward-up,arrow-clockwise|Delete=delete,edit-delete,trash,trash-can,bin|Search=magnify,edit-find,search,find
Settings=cog,preferences-system,settings,gear|Preferences=tune,preferences-desktop,sliders,adjustments,settings|Close=close,window-close,x,xmark|Back=arrow-left,go-previous,arrow_back|Forward=arrow-right,go-next,arrow_forward
Refresh=refresh,view-refresh,reload,arrows-rotate|Home=home,go-home,user-home,house|Up=arrow-up,go-up,arrow_upward|Down=arrow-down,go-down,arrow_downward|Add=plus,list-add,add|Remove=minus,list-remove,remove
Edit=pencil,document-edit,edit,pen|Share=share-variant,document-share,share|Download=download,folder-download,download-network,arrow-bar-down|Upload=upload,document-send,cloud-upload|Help=help-circle,help-contents,help,circle-question
About=information,help-about,info-circle,info|Menu=menu,open-menu,bars,list|More=dots-vertical,view-more,dots,ellipsis,more_vert|User=account,user-identity,user,person|Mail=email,mail-message,mail,envelope|Reply=reply,mail-reply-sender
Reply All=reply-all,mail-reply-all|Attach=paperclip,mail-attachment,attachment,attach_file|Send=send,mail-send,paper-plane|Calendar=calendar,office-calendar,x-office-calendar|Favorite=heart,emblem-favorite,favorite|Star=star,bookmark-new,starred
Bookmark=bookmark,bookmarks,user-bookmarks|Lock=lock,object-locked,system-lock-screen|Unlock=lock-open,object-unlocked,unlock|Filter=filter,view-filter,funnel|Sort=sort,view-sort-ascending,arrows-sort|Zoom In=magnify-plus,zoom-in,plus
Zoom Out=magnify-minus,zoom-out,minus|Full Screen=fullscreen,view-fullscreen,maximize,expand|Play=play,media-playback-start,play_arrow|Pause=pause,media-playback-pause|Stop=stop,media-playback-stop,square|Next=skip-next,media-skip-forward,player-skip-forward,forward-step
Previous=skip-previous,media-skip-backward,player-skip-back,backward-step|Volume=volume-high,audio-volume-high,volume,volume_up|Mute=volume-off,audio-volume-muted,volume-x|Record=record,media-record,circle|Shuffle=shuffle-variant,media-playlist-shuffle,shuffle|Repeat=repeat,media-playlist-repeat
Microphone=microphone,audio-input-microphone,mic|Camera=camera,camera-photo|Video=video,camera-video,videocam|Image=image,image-x-generic,photo|Link=link,insert-link|Table=table,insert-table|Bold=format-bold,format-text-bold,bold|Italic=format-italic,format-text-italic,italic
Underline=format-underline,format-text-underline,underline|Strikethrough=format-strikethrough,format-text-strikethrough,strikethrough|Align Left=format-align-left,format-justify-left,align-left|Center=format-align-center,format-justify-center,align-center|Align Right=format-align-right,format-justify-right,align-right
Bulleted List=format-list-bulleted,format-list-unordered,list-ul,list|Numbered List=format-list-numbered,format-list-ordered,list-ol,list-numbers|Indent=format-indent-increase,format-indent-more,indent|Font Color=format-color-text,format-text-color,palette|Highlight=marker,draw-highlight,highlight,highlighter
Comment=comment,insert-comment,message,chat|Chat=chat,user-available,message-circle,comments|Notifications=bell,preferences-desktop-notification,notifications|Cart=cart,shopping-cart,cart-shopping|Map=map,map-flat,map-pin|Location=map-marker,mark-location,location
Phone=phone,call-start,call|Wi-Fi=wifi,network-wireless,network-wireless-connected-100|Bluetooth=bluetooth,preferences-system-bluetooth|Battery=battery,battery-full,battery-080|Brightness=brightness-6,video-display-brightness,sun,brightness|Power=power,system-shutdown,power-off
Log Out=logout,system-log-out,door-open,right-from-bracket|Log In=login,system-log-in,right-to-bracket|Terminal=console,utilities-terminal,terminal|Files=folder,system-file-manager,files|Folder=folder,folder-new|Document=file-document,text-x-generic,file-text,file,article
Music=music,folder-music,audio-x-generic|Pictures=image-multiple,folder-pictures,photo,images|Videos=movie,folder-videos,video-x-generic,film|Downloads=folder-download,download|Desktop=monitor,user-desktop,desktop_windows,display|Computer=laptop,computer|Network=lan,network-workgroup,network,sitemap
Trash=delete,user-trash,trash|Database=database,server-database|Chart=chart-bar,office-chart-bar,chart,bar-chart|Statistics=chart-line,office-chart-line,chart-line|Dashboard=view-dashboard,dashboard,gauge|Clock=clock,preferences-system-time,schedule|History=history,view-history,clock-history
Eye=eye,view-visible,visibility|Hide=eye-off,view-hidden,visibility_off,eye-slash|Check=check,dialog-ok-apply,checkmark|Cancel=cancel,dialog-cancel,close,x|Warning=alert,dialog-warning,warning,alert-triangle|Error=alert-circle,dialog-error,error,circle-exclamation|Info=information,dialog-information,info
Code=code-tags,text-x-script,code|Bug=bug,tools-report-bug|Run=play,system-run,play|Build=hammer,run-build,build|Grid=view-grid,view-grid-symbolic,grid,table-cells|List=view-list,view-list-details,list|Columns=view-column,view-column,columns|Sidebar=dock-left,view-sidetree,layout-sidebar,side_navigation
Crop=crop,transform-crop|Rotate=rotate-right,object-rotate-right,rotate|Flip=flip-horizontal,object-flip-horizontal|Brush=brush,draw-brush,paint-brush,paintbrush|Eraser=eraser,draw-eraser,ink_eraser|Fill=format-color-fill,fill-color,bucket-droplet,format_color_fill|Text=format-text,draw-text,text,font|Select=select,edit-select,cursor,mouse-pointer
Globe=web,applications-internet,globe,language|Language=translate,preferences-desktop-locale,language|Cloud=cloud,weather-overcast|Weather=weather-sunny,weather-clear,sun|Theme=palette,preferences-desktop-theme,contrast|Export=export,document-export,file-export|Import=import,document-import,file-import
Sync=sync,view-refresh,rotate|Archive=archive,package-x-generic,box-archive,inventory_2|Tag=tag,tag|Flag=flag,flag|Pin=pin,window-pin,thumbtack,push_pin|Move=cursor-move,transform-move,arrows-move|Key=key,dialog-password|Shield=shield,security-high|Gift=gift,gift|Wallet=wallet,wallet-open|Truck=truck,truck|Keyboard=keyboard,input-keyboard|Mouse=mouse,input-mouse
"""


@dataclass(frozen=True, slots=True)
class Concept:
    """Something a control does and the icons that may say so."""

    english: str
    icons: tuple[str, ...]


def concepts() -> tuple[Concept, ...]:
    """Return the common concepts."""
    entries = (entry for line in _TABLE.split("\n") for entry in line.split("|") if entry)
    pairs = (entry.split("=") for entry in entries)
    return tuple(Concept(english, tuple(icons.split(","))) for english, icons in pairs)
